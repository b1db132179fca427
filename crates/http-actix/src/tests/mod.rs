//! The conventions, each tested through the whole stack with small handlers of its own; and what whole resources make of
//! them, tested over a [`world`] with a database.

mod bearer;
mod bodies;
mod cors;
mod document;
mod documented_items;
mod documented_sessions;
mod error_pages;
mod forms;
mod headers;
mod health;
mod items;
mod log_in;
mod logs;
mod mailbox;
mod patch;
mod path_ids;
mod paths_and_methods;
mod private_users;
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
mod utilities;
mod world;
