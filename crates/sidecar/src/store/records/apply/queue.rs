//! Operations that wait for the one writer, taken together: one transaction, one commit, then every answer.
//!
//! Fifty devices that send at once wait for a transaction or two, not for fifty. Whoever comes in asks for a turn of the
//! writer; the first to get it takes what waits by then, the others find nothing left to do. A turn is a task of its own,
//! since the request that began it may be dropped by its client while others wait for the same transaction.
//!
//! A refused operation has written nothing but its answer, so it harms no other. An error of the database undoes the whole
//! transaction: then each operation is taken by itself, and only the one that fails is told so.

use super::{Answer, Author, Sent};
use crate::store::{Gate, Store, StoreError};
use gagehouse_model::TimeUs;
use gagehouse_records::operation::Operation;
use std::sync::{Mutex, PoisonError};
use tokio::sync::oneshot;

/// Operations of one transaction, so that whoever else writes waits some tens of milliseconds at most.
const AT_ONCE: usize = 64;

/// What waits for the writer, in the order in which it came.
#[derive(Debug, Default)]
pub struct Queue(Mutex<Vec<Waiting>>);

/// An operation with who sent it, when it came, and who listens for the answer.
#[derive(Debug)]
struct Waiting {
    operation: Operation,
    author: Author,
    now: TimeUs,
    listener: oneshot::Sender<Result<Answer, StoreError>>,
}

impl Queue {
    fn put(&self, waiting: Waiting) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(waiting);
    }

    fn take(&self) -> Vec<Waiting> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let some = waiting.len().min(AT_ONCE);
        waiting.drain(..some).collect()
    }
}

impl Store {
    /// Decides an operation, or repeats its answer. Once this returns, what it did is kept.
    pub async fn apply(
        &self,
        operation: Operation,
        author: Author,
        now: TimeUs,
    ) -> Result<Answer, StoreError> {
        let (listener, answered) = oneshot::channel();
        self.operations.put(Waiting { operation, author, now, listener });
        tokio::spawn(self.clone().take_a_turn());
        answered.await.map_err(|_| no_answer())?
    }

    async fn take_a_turn(self) {
        let gate = self.gate().await;
        let mut waiting = self.operations.take();
        if waiting.is_empty() {
            return;
        }
        match self.transact(gate, &waiting).await {
            Ok(answers) => {
                for (one, answer) in waiting.into_iter().zip(answers) {
                    one.tell(Ok(answer));
                }
            }
            Err(error) if waiting.len() == 1 => {
                waiting
                    .pop()
                    .into_iter()
                    .zip([error])
                    .for_each(|(one, error)| one.tell(Err(error)));
            }
            Err(error) => {
                let count = waiting.len();
                tracing::warn!(
                    count,
                    "{count} operations failed together and are taken one by one: {error}"
                );
                for one in waiting {
                    let gate = self.gate().await;
                    let decided = self.transact(gate, std::slice::from_ref(&one)).await;
                    one.tell(decided.and_then(|mut answers| answers.pop().ok_or_else(no_answer)));
                }
            }
        }
    }

    /// All in one transaction. Dropping it before its end undoes it.
    async fn transact(&self, gate: Gate, waiting: &[Waiting]) -> Result<Vec<Answer>, StoreError> {
        let write = self.begin_behind(gate).await?;
        let sent = waiting.iter().map(|Waiting { operation, author, now, .. }| Sent {
            operation,
            author,
            now: *now,
        });
        let answers = self.decide_all(&write, &sent.collect::<Vec<_>>()).await?;
        write.commit().await?;
        Ok(answers)
    }
}

impl Waiting {
    fn tell(self, answer: Result<Answer, StoreError>) {
        // Whoever does not listen any more will send the operation again.
        let _ = self.listener.send(answer);
    }
}

fn no_answer() -> StoreError {
    StoreError::Unfit("the program ended before the operation was decided".to_owned())
}
