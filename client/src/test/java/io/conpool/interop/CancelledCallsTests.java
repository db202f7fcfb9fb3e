package io.conpool.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.conpool.H2Client;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bursts of cancelled calls with the client's defaults: what is called later is answered
 * all the same. Tomcat ends a connection after 100 of them, with ENHANCE_YOUR_CALM; what
 * it did not take from there is sent again.
 * <p>
 * Not with httpd: its workers wait for a backend that does not answer, whether or not the
 * stream was reset, so that after 300 calls it answers nobody (seen with other clients,
 * too).
 */
@Tag("interop")
class CancelledCallsTests {

	private static final int LATER = 100;

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "HTTPD")
	void callsAfterThreeHundredCancelledOnesAreAnswered(Peer peer) throws Exception {
		assertLaterCallsAreAnswered(peer, 300);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "HTTPD")
	void callsAfterAThousandCancelledOnesAreAnswered(Peer peer) throws Exception {
		assertLaterCallsAreAnswered(peer, 1_000);
	}

	private void assertLaterCallsAreAnswered(Peer peer, int cancelled) throws Exception {
		Site site = peer.start(this.servers);
		H2Client client = this.servers.client(site);
		H2Request hanging = H2Request.get(site.uri(Paths.HANG)).build();
		cancel(client, () -> hanging, cancelled);
		assertAnswered(client, site, LATER);
	}

	/** Undertow has few streams on a connection for what is not finished. */
	@Test
	void callsAfterCancelledUploadsAreAnsweredByUndertow() throws Exception {
		Site site = Peer.UNDERTOW.start(this.servers);
		H2Client client = this.servers.client(site);
		H2Request hanging = H2Request.get(site.uri(Paths.HANG)).build();
		cancel(client, () -> hanging, 1_000);
		cancel(client, () -> H2Request.post(site.uri(Paths.UPLOAD), unfinished()).build(), 20);
		assertAnswered(client, site, 20);
	}

	private static RequestBody unfinished() {
		return RequestBody.publisher((subscriber) -> subscriber.onSubscribe(new NoContent()), -1);
	}

	private static void cancel(H2Client client, Supplier<H2Request> request, int calls) {
		List<CompletableFuture<?>> cancelled = new ArrayList<>();
		for (int i = 0; i < calls; i++) {
			cancelled.add(client.sendAsync(request.get()));
		}
		awaitOpen(client, request.get().endpoint(), calls);
		cancelled.forEach((call) -> call.cancel(true));
	}

	/** All of them are sent, but for those that were cancelled before. */
	private static void awaitOpen(H2Client client, Endpoint endpoint, int calls) {
		long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
		while (client.stats().get(endpoint).openStreams() < calls && System.nanoTime() < giveUp) {
			Thread.onSpinWait();
		}
		assertThat(client.stats().get(endpoint).openStreams()).isGreaterThanOrEqualTo(calls);
	}

	/** Tomcat answers 500 now and then after so many streams that ended under it. */
	private static void assertAnswered(H2Client client, Site site, int calls) throws Exception {
		H2Request request = H2Request.get(site.uri(Paths.CONTENT)).build();
		new Load(client, request, ServerProcess.CONTENT).run(calls, 10).tally().assertNoneLost(calls);
	}

	private static final class NoContent implements Flow.Subscription {

		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
		}

	}

}
