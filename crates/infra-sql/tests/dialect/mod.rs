//! What both dialects are tested for, beside the contracts of the ports. Each dialect's `tests/contracts.rs`
//! includes this module and says how to open an empty database of its kind.

mod cases;
mod subject;

pub(crate) use cases::*;
pub(crate) use subject::Subject;

/// Makes a test of every case; the expression opens a fresh [`Subject`] for each.
macro_rules! dialect_cases {
    ($subject:expr, $($case:ident),+ $(,)?) => {
        mod dialect_cases {
            use super::*;

            $(
                #[test]
                fn $case() {
                    port_contracts::run(async { dialect::$case(&$subject).await });
                }
            )+
        }
    };
}
pub(crate) use dialect_cases;
