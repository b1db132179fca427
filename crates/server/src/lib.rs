//! Puts the adapters together: configuration, commands, start and stop
#![forbid(unsafe_code)]
