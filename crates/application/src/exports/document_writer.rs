//! Writes the document as it is read, and stores it part by part.

use std::future::Future;
use std::mem;

use domain::page::{Page, PageLimit, PageRequest};
use domain::ports::StorageError;
use serde::Serialize;

use super::interruption::Interruption;
use super::part_store::{Attempt, PartStore};

/// Bytes of a part, before it is sealed; the last one of a document may have fewer. Each is a small transaction, and
/// what a reader of the document holds in memory.
const PART: usize = 256 * 1024;

/// How many rows of a list are in memory at a time.
const BATCH: PageLimit = match PageLimit::new(500) {
    Ok(limit) => limit,
    Err(_) => PageLimit::DEFAULT,
};

/// An object of JSON under way. No more of it is in memory than a batch of rows and a part.
pub(super) struct DocumentWriter<'a> {
    store: &'a PartStore,
    attempt: Attempt,
    /// What was written and not stored yet.
    pending: Vec<u8>,
    /// What stands before the next member.
    separator: u8,
}

impl<'a> DocumentWriter<'a> {
    pub(super) fn new(store: &'a PartStore, attempt: Attempt) -> Self {
        Self {
            store,
            attempt,
            pending: Vec::new(),
            separator: b'{',
        }
    }

    /// Writes a member that is small.
    pub(super) fn member(
        &mut self,
        name: &'static str,
        value: &impl Serialize,
    ) -> Result<(), Interruption> {
        self.name(name)?;
        Ok(serde_json::to_writer(&mut self.pending, value)?)
    }

    /// Writes a list page by page.
    pub(super) async fn list<T, R: Serialize, F>(
        &mut self,
        name: &'static str,
        read: impl Fn(PageRequest) -> F,
        record: impl Fn(&T) -> R,
    ) -> Result<(), Interruption>
    where
        F: Future<Output = Result<Page<T>, StorageError>>,
    {
        self.name(name)?;
        self.pending.push(b'[');
        let mut separator = None;
        let mut next = Some(PageRequest::first(BATCH));
        while let Some(request) = next {
            let page = read(request).await?;
            next = page.next.map(|position| request.after(position));
            for row in &page.rows {
                self.pending.extend(separator.replace(b','));
                serde_json::to_writer(&mut self.pending, &record(row))?;
            }
            self.store_full_parts().await?;
        }
        self.pending.push(b']');
        Ok(())
    }

    /// Ends the document, and gives it to its user.
    pub(super) async fn finish(mut self) -> Result<(), Interruption> {
        self.pending.push(b'}');
        self.store_full_parts().await?;
        self.store.add_part(self.attempt, &self.pending).await?;
        self.store.finish(self.attempt).await
    }

    fn name(&mut self, name: &'static str) -> Result<(), Interruption> {
        self.pending.push(self.separator);
        self.separator = b',';
        serde_json::to_writer(&mut self.pending, name)?;
        self.pending.push(b':');
        Ok(())
    }

    async fn store_full_parts(&mut self) -> Result<(), Interruption> {
        while self.pending.len() > PART {
            let rest = self.pending.split_off(PART);
            let part = mem::replace(&mut self.pending, rest);
            self.store.add_part(self.attempt, &part).await?;
        }
        Ok(())
    }
}
