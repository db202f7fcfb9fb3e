package io.conpool.wire;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.H2Response;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service's name stands for its instances.
 */
class RoutingTests extends WireTest {

	private final Queue<Endpoint> instances = new ArrayDeque<>();

	@Override
	ClientUnderTest newClient() {
		return new ClientUnderTest(ClientUnderTest.builder()
			.baseUri(URI.create("https://orders/api"))
			.routing((request, failed) -> CompletableFuture.completedFuture(this.instances::remove)));
	}

	private CompletableFuture<H2Response> send() {
		return this.client.client.sendAsync(this.client.client.request("GET", "x").build());
	}

	@Test
	void theInstanceIsSpokenToByItsOwnName() throws Exception {
		Endpoint instance = Endpoint.of(URI.create(this.peer.uri("/")));
		this.instances.add(instance);
		CompletableFuture<H2Response> response = send();
		assertThat(this.peer.handshake().expectRequestFields()).containsEntry(":scheme", "http")
			.containsEntry(":authority", instance.authority())
			.containsEntry(":path", "/api/x");
		this.peer.respond(1, "ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
	}

	@Test
	void anInstanceThatIsDownIsPassedOver() throws Exception {
		try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.instances.add(new Endpoint(Endpoint.Scheme.HTTP, "127.0.0.1", closed.getLocalPort()));
		}
		this.instances.add(Endpoint.of(URI.create(this.peer.uri("/"))));
		CompletableFuture<H2Response> response = send();
		this.peer.handshake().respond(this.peer.expectRequest(), "ok");
		assertThat(await(response).bodyAsString()).isEqualTo("ok");
		assertThat(this.client.replays).extracting(H2Error::type).isEqualTo(List.of("connection_failed"));
	}

}
