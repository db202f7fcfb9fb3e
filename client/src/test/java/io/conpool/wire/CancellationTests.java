package io.conpool.wire;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.conpool.wire.ClientUnderTest.await;
import static io.conpool.wire.ClientUnderTest.error;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller that gives up: the stream is reset with CANCEL, its slot is free, the
 * connection stays.
 */
class CancellationTests extends WireTest {

	private static final int MAX_CONCURRENT_STREAMS = 3;

	private static final int CANCEL = Http2ErrorCode.CANCEL.code();

	@Test
	void cancellingTheFutureResetsTheStream() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		assertThat(response.cancel(true)).isTrue();
		assertThat(this.peer.expectReset(id)).isEqualTo(CANCEL);
		assertTheConnectionLives();
	}

	static Stream<Arguments> otherMeans() {
		H2Response another = new H2Response(200, HttpHeaders.empty(), new byte[0], HttpHeaders.empty(),
				URI.create("http://localhost/"));
		return Stream.of(means("complete", (future) -> future.complete(another)),
				means("completeExceptionally", (future) -> future.completeExceptionally(new IOException())),
				means("completeAsync", (future) -> future.completeAsync(() -> another)),
				means("a supplier that fails", (future) -> future.completeAsync(() -> {
					throw new IllegalStateException();
				})), means("orTimeout", (future) -> future.orTimeout(1, TimeUnit.MILLISECONDS)),
				means("completeOnTimeout", (future) -> future.completeOnTimeout(another, 1, TimeUnit.MILLISECONDS)),
				means("obtrudeValue", (future) -> future.obtrudeValue(another)),
				means("obtrudeException", (future) -> future.obtrudeException(new IOException())));
	}

	private static Arguments means(String name, Consumer<CompletableFuture<H2Response>> means) {
		return Arguments.of(name, means);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("otherMeans")
	void completingTheFutureByOtherMeansResetsTheStreamToo(String name, Consumer<CompletableFuture<H2Response>> means)
			throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		means.accept(response);
		assertThat(this.peer.expectReset(id)).isEqualTo(CANCEL);
		assertThat(response).isDone();
		assertTheConnectionLives();
	}

	@Test
	void theDeadlineResetsTheStream() throws Exception {
		connect();
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.get(this.peer.uri("/")).timeout(Duration.ofMillis(300)).build());
		int id = this.peer.expectRequest();
		assertThat(this.peer.expectReset(id)).isEqualTo(CANCEL);
		assertThat(error(response)).isEqualTo(new H2Error.Timeout(Duration.ofMillis(300), true));
		assertTheConnectionLives();
	}

	@Test
	void theDeadlineCoversTheDial() throws Exception {
		CompletableFuture<H2Response> response = this.client.client
			.sendAsync(H2Request.get(this.peer.uri("/")).timeout(Duration.ofMillis(100)).build());
		this.peer.accept().readPreface();
		H2Error error = error(response);
		assertThat(error).isEqualTo(new H2Error.Timeout(Duration.ofMillis(100), false));
		assertThat(error.isUnprocessed()).isTrue();
	}

	@Test
	void anInterruptEndsTheWaitAndResetsTheStream() throws Exception {
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		AtomicReference<Boolean> interrupted = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			try {
				this.client.client.get(this.peer.uri("/"));
			}
			catch (H2ClientException ex) {
				thrown.set(ex);
				interrupted.set(Thread.currentThread().isInterrupted());
			}
		});
		caller.start();
		int id = this.peer.handshake().expectRequest();
		caller.interrupt();
		assertThat(this.peer.expectReset(id)).isEqualTo(CANCEL);
		caller.join(10_000);
		assertThat(H2ClientException.errorIn(thrown.get())).isEqualTo(new H2Error.Cancelled(true));
		assertThat(interrupted.get()).isTrue();
	}

	@Test
	void aCancelledStreamKeepsItsSlotForARoundTripButNotItsCall() throws Exception {
		CompletableFuture<H2Response> cancelled = this.client.get(this.peer);
		int id = this.peer.handshake(MAX_CONCURRENT_STREAMS, 1).expectRequest();
		cancelled.cancel(true);
		assertThat(this.peer.expectReset(id)).isEqualTo(CANCEL);
		Frame ping = this.peer.read();
		assertThat(ping.type()).isEqualTo(Frame.PING);
		assertThat(this.client.openStreams()).isZero();
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		this.peer.send(Frame.PING, Frame.ACK, 0, ping.payload());
		this.peer.respond(this.peer.expectRequest(), "next");
		assertThat(await(next).bodyAsString()).isEqualTo("next");
		assertTheConnectionLives();
	}

	@Test
	void aBurstOfCancellationsStaysWithinWhatServersTolerate() throws Exception {
		List<CompletableFuture<H2Response>> responses = new ArrayList<>();
		for (int i = 0; i < 150; i++) {
			responses.add(this.client.get(this.peer));
		}
		this.peer.handshake(MAX_CONCURRENT_STREAMS, 1000);
		for (int i = 0; i < 150; i++) {
			this.peer.expectRequest();
		}
		responses.forEach((response) -> response.cancel(true));
		int resets = 0;
		for (Frame frame = this.peer.read(); resets < 80; frame = this.peer.read()) {
			resets += (frame.type() == Frame.RST_STREAM) ? 1 : 0;
		}
		CompletableFuture<H2Response> next = this.client.get(this.peer);
		Frame frame = this.peer.read();
		while (frame.type() != Frame.HEADERS) {
			resets += (frame.type() == Frame.RST_STREAM) ? 1 : 0;
			frame = this.peer.read();
		}
		// The rest follows at three a second; the connection is of use meanwhile.
		assertThat(resets).isLessThan(150);
		this.peer.respond(frame.streamId(), "alive");
		assertThat(await(next).bodyAsString()).isEqualTo("alive");
	}

}
