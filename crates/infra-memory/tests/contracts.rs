//! The contracts of the ports that this crate implements.

use port_contracts::job_signal_contract;
use portico_infra_memory::MemoryJobSignal;

job_signal_contract!(MemoryJobSignal::new());
