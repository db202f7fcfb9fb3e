package io.conpool.transport;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.testing.FramePeer;
import io.netty.channel.ChannelPipeline;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class TransportTests {

	private final TransportResources resources = TransportResources.start(TransportConfig.defaults(), null);

	private final Transport transport = new Transport(this.resources, TransportConfig.defaults(), TlsConfig.defaults(),
			List.of(ApplicationProtocol.H2), null, null);

	private FramePeer peer;

	@BeforeEach
	void listen() throws Exception {
		this.peer = FramePeer.cleartext();
	}

	@AfterEach
	void close() throws Exception {
		this.transport.close();
		this.resources.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
		this.peer.close();
	}

	/** Whatever its handlers do, or do not do. */
	@Test
	void aDialEndsWithItsChannelThoughTheProtocolSaysNothing() {
		CompletableFuture<Object> ready = this.transport
			.connect(Endpoint.of(URI.create(this.peer.uri("/"))), (silent) -> {
				ApplicationProtocol closing = new ApplicationProtocol(ApplicationProtocol.H2, ChannelPipeline::close);
				return List.of(closing);
			}, (reason) -> {
			})
			.toCompletableFuture();
		ExecutionException thrown = catchThrowableOfType(ExecutionException.class,
				() -> ready.get(10, TimeUnit.SECONDS));
		assertThat(H2ClientException.errorIn(thrown)).isInstanceOf(H2Error.ConnectionLost.class);
	}

}
