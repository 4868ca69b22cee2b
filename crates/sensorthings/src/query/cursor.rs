//! A place in a decoded text, with the small steps that every parser here takes.

use super::error::{Part, QueryError};

/// Deepest nesting of parentheses, `not`s and functions, and of `$expand`.
pub(super) const MAX_DEPTH: usize = 40;
/// Most nodes in the expressions of one request, flat lists of `and`, `or` and `in` included.
pub(super) const MAX_NODES: usize = 600;

/// A place in a decoded text.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
    part: Part,
    depth: usize,
    nodes: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str, part: Part) -> Self {
        Self { text, at: 0, part, depth: 0, nodes: 0 }
    }

    /// Byte position, for marks and slices.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn is_done(&self) -> bool {
        self.rest().is_empty()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes forward over `bytes` bytes, which end at a character boundary of [`Self::rest`].
    pub(super) fn advance(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// Goes back to a place that [`Self::at`] gave.
    pub(super) fn rewind(&mut self, at: usize) {
        self.at = at;
    }

    pub(super) fn skip_blanks(&mut self) {
        self.advance(self.rest().len() - self.rest().trim_start().len());
    }

    /// Takes `expected` if it comes next.
    pub(super) fn eat(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        if found {
            self.advance(expected.len_utf8());
        }
        found
    }

    /// Takes `expected`, blanks before it included, or says what came instead.
    pub(super) fn expect(&mut self, expected: char) -> Result<(), QueryError> {
        self.skip_blanks();
        if self.eat(expected) { Ok(()) } else { Err(self.unexpected(&format!("'{expected}'"))) }
    }

    /// Takes a word if it comes next and is not the beginning of a longer one.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let Some(after) = self.rest().strip_prefix(word) else { return false };
        let whole = !after.starts_with(is_name_char);
        if whole {
            self.advance(word.len());
        }
        whole
    }

    /// Takes a name: a letter, `_`, `@` or `$`, then letters, digits, `_`, `@`, `.` and `-`.
    pub(super) fn name(&mut self) -> Result<&'a str, QueryError> {
        let rest = self.rest();
        if !rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '@' | '$')) {
            return Err(self.unexpected("a name"));
        }
        let end = rest.char_indices().skip(1).find(|(_, c)| !is_name_char(*c));
        let end = end.map_or(rest.len(), |(at, _)| at);
        self.advance(end);
        Ok(&rest[..end])
    }

    /// Runs a parser one level deeper, and refuses beyond [`MAX_DEPTH`].
    pub(super) fn deeper<T>(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        if self.depth >= MAX_DEPTH {
            return Err(self.error_here(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        self.depth += 1;
        let result = parse(self);
        self.depth -= 1;
        result
    }

    /// Counts one node, and refuses beyond [`MAX_NODES`].
    pub(super) fn count_node(&mut self) -> Result<(), QueryError> {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            return Err(self.error_here(format!("more than {MAX_NODES} terms")));
        }
        Ok(())
    }

    pub(super) fn unexpected(&self, expected: &str) -> QueryError {
        let found: String = self.rest().chars().take(20).collect();
        self.error_here(if found.is_empty() {
            format!("expected {expected}, but it ends here")
        } else {
            format!("expected {expected}, found '{found}'")
        })
    }

    pub(super) fn error_here(&self, message: impl Into<String>) -> QueryError {
        self.error_at(self.at, message)
    }

    pub(super) fn error_at(&self, at: usize, message: impl Into<String>) -> QueryError {
        QueryError::bad(self.part, self.chars_before(at), message)
    }

    pub(super) fn not_supported_at(&self, at: usize, message: impl Into<String>) -> QueryError {
        QueryError::not_supported(self.part, self.chars_before(at), message)
    }

    pub(super) fn not_found_at(&self, at: usize, message: impl Into<String>) -> QueryError {
        QueryError::not_found(self.part, self.chars_before(at), message)
    }

    /// Characters before a byte position, as positions are counted for people.
    pub(super) fn chars_before(&self, at: usize) -> usize {
        self.text.get(..at).map_or(at, |before| before.chars().count())
    }
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '@' | '.' | '-')
}
