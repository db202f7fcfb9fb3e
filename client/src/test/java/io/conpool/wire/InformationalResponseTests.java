package io.conpool.wire;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.http.InformationalListener;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Responses that come before the final one (RFC 9110 section 15.2).
 */
class InformationalResponseTests extends WireTest {

	private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

	private CompletableFuture<H2Response> send(InformationalListener listener) {
		return this.client.client.sendAsync(H2Request.get(this.peer.uri("/")).onInformational(listener).build());
	}

	private void note(int status, HttpHeaders headers) {
		this.told.add(status + " " + headers.first("link").orElse("-"));
	}

	@Test
	void theyAreToldInTheirOrderBeforeTheResponse() throws Exception {
		CompletableFuture<H2Response> response = send(this::note);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "103", "link", "</a.css>").headers(id, false, ":status", "102");
		assertThat(this.told.poll(10, TimeUnit.SECONDS)).isEqualTo("103 </a.css>");
		assertThat(this.told.poll(10, TimeUnit.SECONDS)).isEqualTo("102 -");
		assertThat(response).isNotDone();
		this.peer.headers(id, false, ":status", "103", "link", "</b.css>").respond(id, "final");
		assertThat(this.told.poll(10, TimeUnit.SECONDS)).isEqualTo("103 </b.css>");
		assertThat(await(response).bodyAsString()).isEqualTo("final");
		assertThat(this.told).isEmpty();
	}

	@Test
	void aListenersFaultHarmsNothing() throws Exception {
		CompletableFuture<Thread> faulty = new CompletableFuture<>();
		CompletableFuture<H2Response> response = send((status, headers) -> {
			Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> faulty.complete(thread));
			note(status, headers);
			throw new IllegalStateException("a listener's fault");
		});
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "103").headers(id, false, ":status", "103").respond(id, "final");
		assertThat(await(response).bodyAsString()).isEqualTo("final");
		assertThat(List.of(this.told.take(), this.told.take())).containsOnly("103 -");
		assertThat(faulty.get(10, TimeUnit.SECONDS).getName()).startsWith("conpool-h2-callback");
	}

	@Test
	void withoutAListenerTheyArePassedOver() throws Exception {
		CompletableFuture<H2Response> response = this.client.get(this.peer);
		int id = this.peer.handshake().expectRequest();
		this.peer.headers(id, false, ":status", "103", "link", "</a.css>").respond(id, "final");
		assertThat(await(response).bodyAsString()).isEqualTo("final");
	}

}
