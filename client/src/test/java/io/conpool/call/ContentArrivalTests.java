package io.conpool.call;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

import io.conpool.coding.ContentDecoder;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.http.ContentSource;
import io.conpool.http.HttpHeaders;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whether all content has arrived is known whatever its reader does.
 */
class ContentArrivalTests implements ContentSource {

	private final Queue<Runnable> executor = new ArrayDeque<>();

	private final StreamedBody body = new StreamedBody(this, this.executor::add, new StreamedBody.Owner() {
	});

	@Test
	void allContentIsThereThoughNobodyReads() {
		CompletableFuture<Void> arrival = this.body.arrival().toCompletableFuture();
		this.body.onContent(1, ByteBuffer.allocate(1)::get);
		runCallbacks();
		assertThat(arrival).isNotDone();
		this.body.onEnd(HttpHeaders.empty());
		runCallbacks();
		assertThat(arrival).isCompletedWithValue(null);
	}

	@Test
	void itIsToldOnTheExecutorAndNotWhereContentArrives() {
		this.body.onEnd(HttpHeaders.empty());
		assertThat(this.body.arrival().toCompletableFuture()).isNotDone();
		runCallbacks();
		assertThat(this.body.arrival().toCompletableFuture()).isDone();
	}

	@Test
	void aFailureIsKnownThoughTheReaderAsksForNothing() {
		this.body.subscribe(new IdleReader());
		this.body.onContent(1, ByteBuffer.allocate(1)::get);
		this.body.onError(new H2Error.BodyTooLarge(1));
		runCallbacks();
		assertArrivalFailed(new H2Error.BodyTooLarge(1));
	}

	@Test
	void aResponseThatIsClosedUnreadDoesNotArrive() {
		this.body.close();
		runCallbacks();
		assertArrivalFailed(new H2Error.Cancelled(true));
	}

	@Test
	void contentThatCannotBeDecodedDoesNotArrive() {
		DecodedBody decoded = new DecodedBody(this.body, ContentArrivalTests::noDecoder, this.executor::add);
		decoded.subscribe(new EagerReader());
		this.body.onContent(1, ByteBuffer.allocate(1)::get);
		runCallbacks();
		assertThat(H2ClientException.errorIn(thrownBy(decoded.arrival().toCompletableFuture())))
			.isInstanceOf(H2Error.ContentDecodingFailed.class);
	}

	@Test
	void decodedContentArrivesWithTheEncodedOne() {
		DecodedBody decoded = new DecodedBody(this.body, ContentArrivalTests::noDecoder, this.executor::add);
		this.body.onEnd(HttpHeaders.empty());
		runCallbacks();
		assertThat(decoded.arrival().toCompletableFuture()).isCompletedWithValue(null);
	}

	@Override
	public void consumed(int bytes) {
	}

	@Override
	public void cancel(H2Error reason) {
		this.body.onError(reason);
	}

	private void runCallbacks() {
		for (Runnable next = this.executor.poll(); next != null; next = this.executor.poll()) {
			next.run();
		}
	}

	private void assertArrivalFailed(H2Error error) {
		assertThat(H2ClientException.errorIn(thrownBy(this.body.arrival().toCompletableFuture()))).isEqualTo(error);
	}

	private static Throwable thrownBy(CompletableFuture<Void> future) {
		assertThat(future).isCompletedExceptionally();
		return future.handle((done, thrown) -> thrown).join();
	}

	private static ContentDecoder noDecoder() {
		throw new H2Error.ContentDecodingFailed("test", new IOException("not valid")).asException();
	}

	private static class IdleReader implements Flow.Subscriber<ByteBuffer> {

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
		}

		@Override
		public void onNext(ByteBuffer item) {
		}

		@Override
		public void onError(Throwable thrown) {
		}

		@Override
		public void onComplete() {
		}

	}

	private static final class EagerReader extends IdleReader {

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

	}

}
