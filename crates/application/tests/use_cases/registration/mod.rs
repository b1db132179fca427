//! Registration in four steps.

mod complete;
mod initiate;
mod purge;
mod quotas;
mod resend;
mod secrecy;
mod set_password;
mod verify;
