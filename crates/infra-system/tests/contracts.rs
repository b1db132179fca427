//! The contracts of the ports that this crate implements.

use port_contracts::{clock_contract, id_generator_contract, secret_generator_contract};
use portico_infra_system::{SystemClock, SystemIds, SystemSecrets};

clock_contract!(SystemClock);
id_generator_contract!(SystemIds);
secret_generator_contract!(SystemSecrets);
