//! What is made once for everybody who asks for it at the same time, and kept for a while.
//!
//! Making goes on in a task of its own: who asked first may leave, the others still get it, and nothing is made twice.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Something made.
#[derive(Debug)]
pub struct Made<T> {
    /// What it is.
    pub value: Arc<T>,
    /// What it takes of the shelf.
    pub bytes: usize,
    /// For how long it is given to whoever asks.
    pub good_for: Duration,
    /// For how long after that it is still given, while a new one is made.
    pub better_than_waiting_for: Duration,
}

/// A shelf of a limited size; copies are the same.
#[derive(Debug)]
pub struct Shelf<T> {
    inner: Arc<Mutex<Inner<T>>>,
}

impl<T> Clone for Shelf<T> {
    fn clone(&self) -> Self {
        Self { inner: self.inner.clone() }
    }
}

#[derive(Debug)]
struct Inner<T> {
    places: HashMap<String, Place<T>>,
    bytes: usize,
    most_bytes: usize,
    uses: u64,
}

#[derive(Debug)]
struct Place<T> {
    kept: Option<Kept<T>>,
    /// Tells whoever waits; `None` when nobody makes it.
    making: Option<watch::Receiver<Option<Arc<T>>>>,
    last_use: u64,
}

#[derive(Debug)]
struct Kept<T> {
    value: Arc<T>,
    bytes: usize,
    good_until: Instant,
    given_until: Instant,
}

impl<T: Send + Sync + 'static> Shelf<T> {
    /// An empty shelf.
    pub fn new(most_bytes: usize) -> Self {
        let inner = Inner { places: HashMap::new(), bytes: 0, most_bytes, uses: 0 };
        Self { inner: Arc::new(Mutex::new(inner)) }
    }

    /// What is kept under a name and still good.
    pub fn kept(&self, name: &str) -> Option<Arc<T>> {
        let mut inner = self.lock();
        inner.uses += 1;
        let uses = inner.uses;
        let place = inner.places.get_mut(name)?;
        place.last_use = uses;
        let kept = place.kept.as_ref().filter(|kept| kept.good_until > Instant::now())?;
        Some(kept.value.clone())
    }

    /// What stands under a name, made when it is not there or no longer good. `make` gets what was there before.
    /// `None` when making ended without a result.
    pub async fn get<F, M>(&self, name: &str, make: F) -> Option<Arc<T>>
    where
        F: FnOnce(Option<Arc<T>>) -> M,
        M: Future<Output = Made<T>> + Send + 'static,
    {
        let mut waiting = {
            let mut inner = self.lock();
            inner.uses += 1;
            let uses = inner.uses;
            let place = inner.places.entry(name.to_owned()).or_insert_with(|| Place {
                kept: None,
                making: None,
                last_use: uses,
            });
            place.last_use = uses;
            let now = Instant::now();
            if let Some(kept) = place.kept.as_ref().filter(|kept| kept.good_until > now) {
                return Some(kept.value.clone());
            }
            let waiting = match &place.making {
                Some(making) => making.clone(),
                None => {
                    let (tell, waiting) = watch::channel(None);
                    place.making = Some(waiting.clone());
                    let before = place.kept.as_ref().map(|kept| kept.value.clone());
                    let making = make(before);
                    let (shelf, name) = (self.clone(), name.to_owned());
                    tokio::spawn(async move {
                        // Whatever becomes of the task, the place is free again afterwards.
                        let place = Freed { shelf: &shelf, name: &name };
                        let made = making.await;
                        let value = made.value.clone();
                        shelf.put(&name, made);
                        drop(place);
                        tell.send_replace(Some(value));
                    });
                    waiting
                }
            };
            let kept = place.kept.as_ref().filter(|kept| kept.given_until > now);
            if let Some(kept) = kept {
                return Some(kept.value.clone());
            }
            waiting
        };
        let made = waiting.wait_for(Option::is_some).await.ok()?;
        made.clone()
    }

    fn put(&self, name: &str, made: Made<T>) {
        let Made { value, bytes, good_for, better_than_waiting_for } = made;
        let good_until = Instant::now() + good_for;
        let kept =
            Kept { value, bytes, good_until, given_until: good_until + better_than_waiting_for };
        let mut inner = self.lock();
        let Some(place) = inner.places.get_mut(name) else { return };
        let before = place.kept.replace(kept).map_or(0, |kept| kept.bytes);
        inner.bytes = inner.bytes + bytes - before;
        inner.make_room(name);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Inner<T>> {
        // Nothing panics while it is held, and what it holds is whole at any moment.
        self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl<T> Inner<T> {
    /// Takes away what was not asked for the longest, but never what was just put there.
    fn make_room(&mut self, but: &str) {
        while self.bytes > self.most_bytes {
            let idle = self.places.iter().filter(|(name, place)| {
                place.making.is_none() && place.kept.is_some() && name.as_str() != but
            });
            let oldest = idle.min_by_key(|(_, place)| place.last_use).map(|(name, _)| name.clone());
            let Some(place) = oldest.and_then(|name| self.places.remove(&name)) else { return };
            self.bytes -= place.kept.map_or(0, |kept| kept.bytes);
        }
    }
}

/// Frees a place when it goes.
struct Freed<'a, T: Send + Sync + 'static> {
    shelf: &'a Shelf<T>,
    name: &'a str,
}

impl<T: Send + Sync + 'static> Drop for Freed<'_, T> {
    fn drop(&mut self) {
        let mut inner = self.shelf.lock();
        let is_empty = inner.places.get_mut(self.name).is_some_and(|place| {
            place.making = None;
            place.kept.is_none()
        });
        if is_empty {
            inner.places.remove(self.name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn made(value: usize, bytes: usize, good_for: Duration) -> Made<usize> {
        let better_than_waiting_for = Duration::ZERO;
        Made { value: Arc::new(value), bytes, good_for, better_than_waiting_for }
    }

    const LONG: Duration = Duration::from_secs(600);

    #[tokio::test]
    async fn ten_thousand_who_ask_at_once_are_served_by_one_making() {
        let shelf = Shelf::new(1_000);
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let ask = || {
            let shelf = shelf.clone();
            tokio::spawn(async move {
                let make = |_| async {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    made(MADE.fetch_add(1, Ordering::Relaxed) + 7, 1, LONG)
                };
                shelf.get("a", make).await
            })
        };
        let all: Vec<_> = (0..10_000).map(|_| ask()).collect();
        for one in all {
            assert_eq!(one.await.unwrap().as_deref(), Some(&7));
        }
        assert_eq!(MADE.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn what_is_no_longer_good_is_made_anew_from_what_was_before() {
        let shelf = Shelf::new(1_000);
        shelf.get("a", |_| async { made(1, 1, Duration::ZERO) }).await;
        let next = shelf.get("a", |before| async move { made(*before.unwrap() + 1, 1, LONG) });
        assert_eq!(next.await.as_deref(), Some(&2));
        assert_eq!(shelf.kept("a").as_deref(), Some(&2));
        assert_eq!(shelf.kept("b"), None);
    }

    #[tokio::test]
    async fn who_may_be_given_the_last_one_need_not_wait_for_the_next() {
        let shelf = Shelf::new(1_000);
        let old = || Made { better_than_waiting_for: LONG, ..made(1, 1, Duration::ZERO) };
        shelf.get("a", |_| async move { old() }).await;
        let never = |_| async { std::future::pending::<Made<usize>>().await };
        assert_eq!(shelf.get("a", never).await.as_deref(), Some(&1));
    }

    #[tokio::test]
    async fn a_full_shelf_lets_go_of_what_was_not_asked_for_the_longest() {
        let shelf = Shelf::new(100);
        for (number, name) in ["a", "b", "c"].into_iter().enumerate() {
            shelf.get(name, |_| async move { made(number, 40, LONG) }).await;
            shelf.kept("a");
        }
        assert!(
            shelf.kept("a").is_some() && shelf.kept("b").is_none() && shelf.kept("c").is_some()
        );
        assert_eq!(shelf.lock().bytes, 80);
    }

    #[tokio::test]
    async fn a_making_that_fails_leaves_no_one_waiting() {
        let shelf: Shelf<usize> = Shelf::new(100);
        let fails = |_| async { panic!("broken") };
        assert_eq!(shelf.get("a", fails).await, None);
        assert_eq!(shelf.get("a", |_| async { made(1, 1, LONG) }).await.as_deref(), Some(&1));
    }
}
