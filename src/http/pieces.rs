//! Long answers piece by piece.
//!
//! In: an answer. Out: the same, handed to the connection in pieces. It must not know what the answer is about.
//!
//! A connection copies what it is handed into a buffer of its own before it sends it. An answer of a megabyte that is handed
//! over whole needs a second megabyte of new memory for each request; pieces go through the same few kilobytes, which the
//! processor still has at hand.

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{Error, web::Bytes};
use std::pin::Pin;
use std::task::{Context, Poll};

/// Bytes that are handed over at once. A connection keeps a buffer of twice as much for its next answer, and a larger one it
/// gives back.
const PIECE: usize = 64 * 1024;

/// Hands long answers over in pieces.
pub(super) async fn pieces(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    Ok(response.map_body(|_, body| match body.size() {
        BodySize::Sized(size) if size > PIECE as u64 => BoxBody::new(Pieces { body, rest: Bytes::new() }),
        // What is made as it goes comes in parts that mean something: an event of a feed stays whole.
        _ => body,
    }))
}

/// A body, and what is left of the last part that it gave.
struct Pieces {
    body: BoxBody,
    rest: Bytes,
}

impl MessageBody for Pieces {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        if self.rest.is_empty() {
            match Pin::new(&mut self.body).poll_next(context) {
                Poll::Ready(Some(Ok(part))) => self.rest = part,
                other => return other,
            }
        }
        let length = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(self.rest.split_to(length))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::rt;
    use std::future::poll_fn;

    /// What the pieces of a body are.
    fn parts(body: BoxBody) -> Vec<Bytes> {
        let mut pieces = Pieces { body, rest: Bytes::new() };
        let mut parts = Vec::new();
        rt::System::new().block_on(async {
            while let Some(part) = poll_fn(|context| Pin::new(&mut pieces).poll_next(context)).await {
                parts.push(part.unwrap());
            }
        });
        parts
    }

    #[test]
    fn pieces_put_together_are_the_body_and_none_is_long() {
        for length in [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 5 * PIECE + 7] {
            let body: Bytes = (0..length).map(|at| (at % 251) as u8).collect();
            let whole = parts(BoxBody::new(body.clone()));
            assert_eq!(whole.concat(), body, "{length}");
            assert!(whole.iter().all(|part| !part.is_empty() && part.len() <= PIECE), "{length}");
        }
    }
}
