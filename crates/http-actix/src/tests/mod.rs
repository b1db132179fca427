//! The conventions, each tested through the whole stack with small handlers of its own.

mod bearer;
mod bodies;
mod cors;
mod document;
mod error_pages;
mod headers;
mod health;
mod logs;
mod mailbox;
mod patch;
mod paths_and_methods;
mod problems;
mod request_ids;
mod sockets;
mod stack;
mod start_gate;
mod tasks;
mod things;
