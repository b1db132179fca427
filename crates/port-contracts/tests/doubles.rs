//! The doubles keep the contracts of the ports that they stand in for.

use portico_port_contracts::doubles::{FixedClock, SeededSecrets, SequentialIds};
use portico_port_contracts::fixtures::A_MOMENT;
use portico_port_contracts::{clock_contract, id_generator_contract, secret_generator_contract};

clock_contract!(FixedClock::at(A_MOMENT));
id_generator_contract!(SequentialIds::new());
secret_generator_contract!(SeededSecrets::new(17));
