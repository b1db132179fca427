//! The contracts of the ports that this crate implements.

#[cfg(test)]
mod far_end;

use port_contracts::{health, mail_renderer_contract, mailbox_contract, mailer_contract, run};
use test_services::SmtpCatcher;

use far_end::{a_mailbox, a_mailbox_route, a_renderer, a_smtp_route, mailer_to};

mail_renderer_contract!(a_renderer());
mailbox_contract!(a_mailbox());

mod smtp {
    use super::*;

    mailer_contract!(a_smtp_route());

    #[test]
    fn answers_in_time() {
        let relay = SmtpCatcher::start();
        run(async { health::answers_in_time(&mailer_to(&relay)).await });
    }
}

mod file_mailbox {
    use super::*;

    mailer_contract!(a_mailbox_route());
}
