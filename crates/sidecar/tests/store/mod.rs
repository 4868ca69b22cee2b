//! The store keeps what it is given, the same on both databases.

mod opening;
