//! Portico's use cases: one struct, one verb, one transaction each
#![forbid(unsafe_code)]
