package io.conpool.wire;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.StreamedResponse;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client's base URI and default fields reach the server.
 */
class RequestDefaultsTests extends WireTest {

	@Override
	ClientUnderTest newClient() {
		return new ClientUnderTest(ClientUnderTest.builder()
			.baseUri(URI.create(this.peer.uri("/api")))
			.defaultHeader("x-tenant", "a")
			.defaultHeader("accept-encoding", "identity"));
	}

	@Test
	void aRequestOfTheClientIsRelativeToItsBase() throws Exception {
		CompletableFuture<H2Response> response = CompletableFuture
			.supplyAsync(() -> this.client.client.get("orders/1?full=true"));
		assertThat(this.peer.handshake().expectRequestFields()).containsEntry(":path", "/api/orders/1?full=true")
			.containsEntry("x-tenant", "a")
			.containsEntry("accept-encoding", "identity");
		this.peer.respond(1, "ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
	}

	@Test
	void aRequestThatWasBuiltElsewhereGetsTheDefaultFieldsToo() throws Exception {
		H2Request request = H2Request.get(this.peer.uri("/elsewhere")).header("x-tenant", "own").build();
		CompletableFuture<StreamedResponse> response = this.client.client.streamAsync(request);
		assertThat(this.peer.handshake().expectRequestFields()).containsEntry(":path", "/elsewhere")
			.containsEntry("x-tenant", "own")
			.containsEntry("accept-encoding", "identity");
		this.peer.respond(1, "ok");
		response.get(10, TimeUnit.SECONDS).body().discard().get(10, TimeUnit.SECONDS);
	}

}
