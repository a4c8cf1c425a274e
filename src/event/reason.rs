//! A reason in the languages that people read it in.

/// Why something is so: one sentence or clause, said in English and in French.
///
/// Both are made together, clause by clause, so that neither can say what the other does not.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Reason {
    /// In English.
    pub en: String,
    /// In French.
    pub fr: String,
}

impl Reason {
    /// One clause.
    pub fn new(en: impl Into<String>, fr: impl Into<String>) -> Self {
        Self { en: en.into(), fr: fr.into() }
    }

    /// This, and then that.
    #[must_use]
    pub fn and(self, next: Self) -> Self {
        // In French a narrow space that does not break stands before the semicolon.
        Self { en: [self.en, next.en].join("; "), fr: [self.fr, next.fr].join("\u{202f}; ") }
    }

    /// This, and what speaks against it.
    #[must_use]
    pub fn but(self, against: Self) -> Self {
        Self { en: [self.en, against.en].join(", but "), fr: [self.fr, against.fr].join(", mais ") }
    }

    /// This, and what was done about it.
    #[must_use]
    pub fn so(self, en: &str, fr: &str) -> Self {
        Self { en: format!("{}: {en}", self.en), fr: format!("{}\u{a0}: {fr}", self.fr) }
    }

    /// Clauses one after the other; `None` when there is none.
    pub fn all(clauses: impl IntoIterator<Item = Self>) -> Option<Self> {
        clauses.into_iter().reduce(Self::and)
    }
}
