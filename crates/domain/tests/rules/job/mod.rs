//! Background jobs (I4).

mod back_off;
mod claimed_job;
mod job_record;
mod state;
