//! Answers to many questions: each asked once, on all cores.
//!
//! In: questions and who answers one. Out: the answers in their order. It must not know what is asked.

use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// Answers kept: with a thousand bytes each less than 100 MB. A list of more different places than this forgets all
/// and begins anew, which costs it little.
const KEPT: usize = 65_536;

/// Questions answered so far, and their answers.
#[derive(Debug)]
pub(super) struct Answers<Q, A> {
    known: HashMap<Q, Arc<A>>,
}

impl<Q: Hash + Eq + Clone + Sync, A: Send + Sync> Answers<Q, A> {
    pub(super) fn new() -> Self {
        Self { known: HashMap::new() }
    }

    /// Answers questions; none where there is none. `is_kept` says which are short enough to be remembered: a list may
    /// be of long texts, each of which comes once.
    pub(super) fn of(
        &mut self,
        questions: &[Option<&Q>],
        is_kept: impl Fn(&Q) -> bool,
        answer: impl Fn(&Q) -> A + Sync,
    ) -> Vec<Option<Arc<A>>> {
        // Where the answer to each question is: remembered, or among the new ones.
        let mut new: Vec<&Q> = Vec::new();
        let mut number_of: HashMap<&Q, usize> = HashMap::new();
        let look_up = |question: &Q| self.known.get(question).map(Arc::clone);
        let places: Vec<Option<Result<Arc<A>, usize>>> = questions
            .iter()
            .map(|question| {
                let question = (*question)?;
                Some(look_up(question).ok_or_else(|| {
                    *number_of.entry(question).or_insert_with(|| {
                        new.push(question);
                        new.len() - 1
                    })
                }))
            })
            .collect();
        let answers: Vec<Arc<A>> = new.par_iter().map(|question| Arc::new(answer(question))).collect();
        if self.known.len() + new.len() > KEPT {
            self.known.clear();
        }
        let kept = new.iter().zip(&answers).filter(|(question, _)| is_kept(question)).take(KEPT);
        self.known.extend(kept.map(|(question, answer)| ((*question).clone(), Arc::clone(answer))));
        let answer = |place: Result<Arc<A>, usize>| match place {
            Ok(known) => Some(known),
            Err(number) => answers.get(number).map(Arc::clone),
        };
        places.into_iter().map(|place| place.and_then(answer)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    proptest! {
        #[test]
        fn answers_come_in_order_and_every_question_is_asked_once(
            lists in prop::collection::vec(prop::collection::vec(0..200_u32, 0..300), 1..4),
        ) {
            let asked = AtomicUsize::new(0);
            let mut answers = Answers::new();
            for list in &lists {
                let questions: Vec<Option<&u32>> = list.iter().map(Some).collect();
                let got = answers.of(&questions, |_| true, |question| {
                    asked.fetch_add(1, Ordering::Relaxed);
                    question * 2
                });
                let expected: Vec<u32> = list.iter().map(|question| question * 2).collect();
                prop_assert_eq!(got.iter().flatten().map(|answer| **answer).collect::<Vec<_>>(), expected);
            }
            let mut all: Vec<u32> = lists.concat();
            all.sort_unstable();
            all.dedup();
            prop_assert_eq!(asked.into_inner(), all.len());
        }
    }

    #[test]
    fn what_is_not_kept_is_answered_all_the_same() {
        let mut answers = Answers::new();
        let questions = [Some(&1), None, Some(&2), Some(&1)];
        let got = answers.of(&questions, |_| false, |question| question + 1);
        assert_eq!(
            got.iter().map(|one| one.as_deref().copied()).collect::<Vec<_>>(),
            [Some(2), None, Some(3), Some(2)]
        );
        assert!(answers.known.is_empty());
    }

    #[test]
    fn memory_is_bounded() {
        let mut answers = Answers::new();
        for start in 0..3 {
            let questions: Vec<usize> = (start * 50_000..(start + 1) * 50_000).collect();
            answers.of(&questions.iter().map(Some).collect::<Vec<_>>(), |_| true, |question| *question);
            assert!(answers.known.len() <= KEPT);
        }
    }
}
