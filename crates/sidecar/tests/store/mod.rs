//! The store keeps what it is given, the same on both databases.

mod loading;
mod networks;
mod opening;
