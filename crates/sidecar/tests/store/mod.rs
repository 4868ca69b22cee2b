//! The store keeps what it is given, the same on both databases.

mod given_up;
mod loading;
mod networks;
mod opening;
