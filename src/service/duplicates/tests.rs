//! What is proposed, and what a decision does.
