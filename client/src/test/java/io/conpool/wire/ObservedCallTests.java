package io.conpool.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.call.CallConfig;
import io.conpool.call.CallListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.StreamedResponse;
import io.conpool.micrometer.observation.H2ClientObservationContext;
import io.conpool.micrometer.observation.ObservedH2Client;
import io.conpool.testing.Frame;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls whose observation ends once, whatever becomes of the exchange.
 */
class ObservedCallTests extends WireTest {

	private static final Duration SHORT = Duration.ofMillis(50);

	private final CompletableFuture<H2Error.ContentUnread> unread = new CompletableFuture<>();

	private final Stopped stopped = new Stopped();

	private H2Client observed;

	@Override
	ClientUnderTest newClient() {
		return new ClientUnderTest(ClientUnderTest.builder()
			.call(CallConfig.builder().requestTimeout(Duration.ofSeconds(10)).unreadTimeout(SHORT).build())
			.callListener(new CallListener() {
				@Override
				public void onUnread(Endpoint endpoint, H2Error.ContentUnread error) {
					ObservedCallTests.this.unread.complete(error);
				}
			}));
	}

	@BeforeEach
	void observe() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(this.stopped);
		this.observed = ObservedH2Client.observe(this.client.client, registry, null);
	}

	@Test
	void theTraceGoesOverTheWire() throws Exception {
		CompletableFuture<H2Response> response = this.observed.sendAsync(request());
		Frame headers = this.peer.handshake().expect(Frame.HEADERS);
		assertThat(this.peer.decode(headers)).containsEntry("traceparent", "00-1-2-01");
		this.peer.respond(headers.streamId(), "hello");
		assertThat(ClientUnderTest.await(response).bodyAsString()).isEqualTo("hello");
		assertThat(this.stopped.next()).isEqualTo("200 none");
	}

	@Test
	void aReplayIsPartOfTheSameObservation() throws Exception {
		CompletableFuture<H2Response> response = this.observed.sendAsync(request());
		int id = this.peer.handshake().expectRequest();
		this.peer.reset(id, 7).respond(this.peer.expectRequest(), "hello");
		ClientUnderTest.await(response);
		assertThat(this.stopped.next()).isEqualTo("200 none");
		assertThat(this.client.replays).hasSize(1);
		assertThat(this.stopped.isEmpty()).isTrue();
	}

	@Test
	void cancellingResetsTheStreamAndEndsTheObservation() throws Exception {
		CompletableFuture<H2Response> response = this.observed.sendAsync(request());
		int id = this.peer.handshake().expectRequest();
		response.cancel(true);
		this.peer.expectReset(id);
		assertThat(this.stopped.next()).isEqualTo("none CancellationException");
	}

	@Test
	void anInterruptEndsTheObservation() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				this.observed.send(request());
			}
			catch (RuntimeException ex) {
				interrupted.complete(Thread.currentThread().isInterrupted());
			}
		});
		thread.start();
		int id = this.peer.handshake().expectRequest();
		thread.interrupt();
		this.peer.expectReset(id);
		assertThat(this.stopped.next()).isEqualTo("none Cancelled");
		assertThat(interrupted.get(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void contentThatIsReadToItsEndEndsTheObservation() throws Exception {
		CompletableFuture<StreamedResponse> response = this.observed.streamAsync(request());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		CompletableFuture<byte[]> content = response.get(10, TimeUnit.SECONDS).body().bytes(100);
		assertThat(this.stopped.isEmpty()).isTrue();
		this.peer.data(id, "all", true);
		assertThat(content.get(10, TimeUnit.SECONDS)).asString().isEqualTo("all");
		assertThat(this.stopped.next()).isEqualTo("200 none");
	}

	@Test
	void contentThatBreaksOffEndsTheObservationWithAnError() throws Exception {
		CompletableFuture<StreamedResponse> response = this.observed.streamAsync(request());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		response.get(10, TimeUnit.SECONDS).body().discard();
		this.peer.drop();
		assertThat(this.stopped.next()).isEqualTo("200 ConnectionLost");
	}

	@Test
	void aResponseThatIsClosedEndsTheObservation() throws Exception {
		CompletableFuture<StreamedResponse> response = this.observed.streamAsync(request());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200");
		response.get(10, TimeUnit.SECONDS).close();
		this.peer.expectReset(id);
		assertThat(this.stopped.next()).isEqualTo("200 Cancelled");
	}

	@Test
	void aResponseThatIsDroppedEndsTheObservationWithTheUnreadTimeout() throws Exception {
		CompletableFuture<StreamedResponse> response = this.observed.streamAsync(request());
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "200").data(id, "some", false);
		response.get(10, TimeUnit.SECONDS);
		assertThat(this.stopped.next()).isEqualTo("200 ContentUnread");
		assertThat(this.unread.get(10, TimeUnit.SECONDS).place()).contains(ObservedCallTests.class.getName());
	}

	@Test
	void aResponseThatIsDroppedWithAllItsContentEndsTheObservationAtOnce() throws Exception {
		CompletableFuture<StreamedResponse> response = this.observed.streamAsync(request());
		int id = this.peer.handshake().expectRequest();
		this.peer.respond(id, "all");
		response.get(10, TimeUnit.SECONDS);
		assertThat(this.stopped.next()).isEqualTo("200 none");
	}

	@Test
	void aClosedClientEndsTheObservation() {
		this.observed.close();
		assertThat(this.observed.sendAsync(request())).isCompletedExceptionally();
		assertThat(this.stopped.isEmpty()).isFalse();
	}

	private H2Request request() {
		return H2Request.get(this.peer.uri("/")).build();
	}

	/** Tells a tracer's part, and notes which observations have ended, and how. */
	private static final class Stopped implements ObservationHandler<H2ClientObservationContext> {

		private final LinkedBlockingQueue<String> ended = new LinkedBlockingQueue<>();

		String next() throws InterruptedException {
			return this.ended.poll(10, TimeUnit.SECONDS);
		}

		boolean isEmpty() {
			return this.ended.isEmpty();
		}

		@Override
		public void onStart(H2ClientObservationContext context) {
			context.getSetter().set(context.getCarrier(), "traceparent", "00-1-2-01");
		}

		@Override
		public void onStop(H2ClientObservationContext context) {
			String status = (context.getResponse() != null) ? Integer.toString(context.getResponse().status()) : "none";
			this.ended.add(status + " " + context.getLowCardinalityKeyValue("exception").getValue());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof H2ClientObservationContext;
		}

	}

}
