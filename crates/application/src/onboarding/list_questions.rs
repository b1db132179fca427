//! The cached list of questions.

use std::sync::Arc;

use domain::cache::CacheScope;
use domain::onboarding::Question;
use domain::ports::{OnboardingQueries, StorageError};

use crate::caches::{CachedReply, ReplyCache};
use crate::list_tags::ListTags;
use crate::{Policies, Ports};

/// How the list is written. It is done once for each state of it, not once for each reader.
#[derive(Clone, Copy, Debug)]
pub struct QuestionsForm {
    /// Names the form; change it whenever `write` writes something else, so that instances of two releases can share a
    /// cache.
    pub name: &'static str,
    /// Writes the list.
    pub write: fn(&[Question]) -> String,
}

/// Lists the questions that are asked, out of the cache.
#[derive(Clone)]
pub struct ListQuestions {
    questions: Arc<dyn OnboardingQueries>,
    tags: ListTags,
    replies: ReplyCache,
}

impl ListQuestions {
    pub(super) fn new(ports: &Ports, policies: &Policies) -> Self {
        Self {
            questions: ports.storage.onboarding.clone(),
            tags: ListTags::new(ports),
            replies: ReplyCache::new(ports, policies.list_ttl),
        }
    }

    /// Every question that is asked, by position, as `form` writes them.
    ///
    /// # Errors
    /// When storage cannot be asked; a cache that is away is a miss.
    pub async fn execute(&self, form: QuestionsForm) -> Result<CachedReply, StorageError> {
        let load = || self.clone().load(form);
        let scope = CacheScope::Questions;
        self.replies.reply(scope, form.name, load).await
    }

    async fn load(self, form: QuestionsForm) -> Result<CachedReply, StorageError> {
        let body = (form.write)(&self.questions.questions().await?);
        let tag = self.tags.tag_of(&[&body]);
        Ok(CachedReply::new(tag, None, body.into_bytes()))
    }
}
