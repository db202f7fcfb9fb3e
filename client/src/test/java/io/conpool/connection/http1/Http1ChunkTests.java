package io.conpool.connection.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.conpool.connection.ConnectionOwner;
import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpConnectionListener;
import io.conpool.http.RequestBody;
import io.conpool.pool.ConnectionEvents;
import io.conpool.testing.ManualScheduler;
import io.conpool.testing.ScriptedPublisher;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How content is divided into chunks (RFC 9112 section 7.1), without sockets and threads.
 */
class Http1ChunkTests {

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final CompletableFuture<Http1Connection> ready = new CompletableFuture<>();

	@BeforeEach
	void connect() {
		ManualScheduler clock = new ManualScheduler();
		HttpConnectionListener listener = new HttpConnectionListener() {
		};
		Http1ProtocolHandler.addTo(this.channel.pipeline(), new Endpoint(Endpoint.Scheme.HTTP, "localhost", 80),
				Http1Config.defaults(), listener, new ConnectionOwner<>(this.ready, new NoEvents(), listener, clock),
				clock);
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void shortBuffersThatWaitAreOneChunk() {
		ScriptedPublisher publisher = ScriptedPublisher.of(10, 20).complete();
		this.ready.join()
			.exchange(H2Request.post("http://localhost/", RequestBody.publisher(publisher, -1)).build(),
					new Observer());
		this.channel.runPendingTasks();
		assertThat(sent()).contains("\r\n\r\nc8\r\n").endsWith("\r\n0\r\n\r\n");
	}

	@Test
	void aChunkIsSentWithoutWaitingForTheNext() {
		ScriptedPublisher publisher = new ScriptedPublisher();
		this.ready.join()
			.exchange(H2Request.post("http://localhost/", RequestBody.publisher(publisher, -1)).build(),
					new Observer());
		this.channel.runPendingTasks();
		sent();
		for (String event : List.of("first", "second")) {
			publisher.offer(event.getBytes(StandardCharsets.US_ASCII));
			this.channel.runPendingTasks();
			assertThat(sent()).isEqualTo(event.length() + "\r\n" + event + "\r\n");
		}
	}

	private String sent() {
		StringBuilder text = new StringBuilder();
		for (ByteBuf next = this.channel.readOutbound(); next != null; next = this.channel.readOutbound()) {
			text.append(next.toString(StandardCharsets.US_ASCII));
			next.release();
		}
		return text.toString();
	}

	private static final class NoEvents implements ConnectionEvents {

		@Override
		public void changed() {
		}

		@Override
		public void draining(H2Error cause) {
		}

		@Override
		public void retire(String reason) {
		}

		@Override
		public void closed() {
		}

	}

	private static final class Observer implements ExchangeObserver {

		@Override
		public void onClosed() {
		}

		@Override
		public Executor executor() {
			return Runnable::run;
		}

		@Override
		public void onResponse(H2Response response) {
		}

		@Override
		public void onFailure(H2Error error) {
		}

	}

}
