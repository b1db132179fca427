//! The conventions, each tested through the whole stack with small handlers of its own.

mod bearer;
mod bodies;
mod cors;
mod document;
mod documented_sessions;
mod error_pages;
mod forms;
mod headers;
mod health;
mod log_in;
mod logs;
mod mailbox;
mod patch;
mod path_ids;
mod paths_and_methods;
mod problems;
mod proxies;
mod rates;
mod renewals;
mod request_ids;
mod sockets;
mod stack;
mod start_gate;
mod tasks;
mod things;
