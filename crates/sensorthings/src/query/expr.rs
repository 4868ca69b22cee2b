//! The expression tree of `$filter`.

use super::entity::Nav;
use super::function::Function;
use super::property::PropertyPath;
use gagehouse_model::TimeUs;

/// Characters before a node in its decoded option. Two trees that differ only in positions are equal.
#[derive(Debug, Clone, Copy, Default)]
pub struct At(pub usize);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A node of an expression with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// Where it stands.
    pub at: At,
    /// What it is.
    pub node: Node,
}

/// What an expression node is.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A constant.
    Literal(Literal),
    /// A property, possibly of a related entity or inside JSON.
    Path(PropertyPath),
    /// All of two or more hold.
    And(Vec<Expr>),
    /// Any of two or more holds.
    Or(Vec<Expr>),
    /// It does not hold.
    Not(Box<Expr>),
    /// Two values compared.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// Two values combined.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// Minus the value.
    Negate(Box<Expr>),
    /// A function of its arguments, whose number was checked.
    Call(Function, Vec<Expr>),
    /// A value that is one of a list.
    In(Box<Expr>, Vec<Expr>),
    /// One related entity for which the predicate holds; its paths start at that entity.
    Any(Vec<Nav>, String, Box<Expr>),
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other finite number.
    Decimal(f64),
    /// Text in single quotes.
    Text(String),
    /// An instant.
    Time(TimeUs),
    /// A half-open interval of two instants.
    Interval(TimeUs, TimeUs),
    /// A length of time in microseconds.
    DurationUs(i64),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `eq`
    Eq,
    /// `ne`
    Ne,
    /// `gt`
    Gt,
    /// `ge`
    Ge,
    /// `lt`
    Lt,
    /// `le`
    Le,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Self; 6] = [Self::Eq, Self::Ne, Self::Gt, Self::Ge, Self::Lt, Self::Le];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
        }
    }

    /// The comparison that says the same with the sides exchanged.
    pub fn mirrored(self) -> Self {
        match self {
            Self::Gt => Self::Lt,
            Self::Ge => Self::Le,
            Self::Lt => Self::Gt,
            Self::Le => Self::Ge,
            same => same,
        }
    }
}

/// How two values are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arithmetic {
    /// `add`
    Add,
    /// `sub`
    Sub,
    /// `mul`
    Mul,
    /// `div`
    Div,
    /// `mod`
    Mod,
}

impl Arithmetic {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Sub => "sub",
            Self::Mul => "mul",
            Self::Div => "div",
            Self::Mod => "mod",
        }
    }
}
