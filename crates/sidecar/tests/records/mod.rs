//! Equipment and field visits through the router, with everybody who may or may not see them.

mod accounts;
mod attacks;
mod crash;
mod editing;
mod events;
mod files;
pub mod house;
mod lists;
mod matrix;
mod private;
mod refused;
mod replay;
mod together;
mod visit;
