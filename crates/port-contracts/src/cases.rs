//! How a list of cases becomes tests.

use std::any::Any;
use std::future::Future;

/// What must live as long as an adapter under test: its folder, its server. `Box::new(())` for nothing.
pub type Keep = Box<dyn Any + Send + Sync>;

/// Runs a case of an asynchronous port to its end, on several threads so that races are real.
pub fn run(case: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(4)
        .enable_all()
        .build()
        .expect("the runtime of a case could not start")
        .block_on(case);
}

/// Makes a module of tests from the cases of a port without `async` functions.
#[doc(hidden)]
#[macro_export]
macro_rules! __cases {
    ($port:ident, $adapter:expr, $($case:ident),+ $(,)?) => {
        mod $port {
            use super::*;

            $(
                #[test]
                fn $case() {
                    $crate::$port::$case(&$adapter);
                }
            )+
        }
    };
}

/// Makes a module of tests from the cases of a port with `async` functions.
#[doc(hidden)]
#[macro_export]
macro_rules! __async_cases {
    ($port:ident, $adapter:expr, $($case:ident),+ $(,)?) => {
        mod $port {
            use super::*;

            $(
                #[test]
                fn $case() {
                    // In one statement, so that what the expression makes on its way lives as long.
                    $crate::run(async { $crate::$port::$case(&$adapter).await; });
                }
            )+
        }
    };
}
