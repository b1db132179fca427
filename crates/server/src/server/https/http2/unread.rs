//! What a client still sends of a request that was answered before it was read to its end.

use std::cell::Cell;
use std::rc::Rc;

use h2::RecvStream;
use http_actix::DISCONNECT_TIME;
use tokio::time::timeout;

/// The rest of a body, once nobody wants it. Clones are the same one.
#[derive(Clone, Default)]
pub(super) struct Unread(Rc<Cell<Option<RecvStream>>>);

impl Unread {
    /// Keeps what nobody will read.
    pub(super) fn keep(&self, body: RecvStream) {
        self.0.set(Some(body));
    }

    /// Throws away what comes, for [`DISCONNECT_TIME`] at the most. To drop it would reset the stream right behind the
    /// reply, which RFC 9113 §8.1 allows, and some clients lose the reply then.
    pub(super) async fn throw_away(self) {
        if let Some(body) = self.0.take() {
            let _ = timeout(DISCONNECT_TIME, read_to_end(body)).await;
        }
    }
}

async fn read_to_end(mut body: RecvStream) -> Result<(), h2::Error> {
    while let Some(chunk) = body.data().await {
        body.flow_control().release_capacity(chunk?.len())?;
    }
    Ok(())
}
