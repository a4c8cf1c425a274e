//! One small file per quirk; `tests/fixtures/README.md` says why each exists.

use super::*;
