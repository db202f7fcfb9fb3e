package io.conpool.autoconfigure.testsupport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.connection.http2.Http2Config;
import io.conpool.pool.PoolConfig;
import org.junit.jupiter.api.AfterEach;

/**
 * A client with small windows and a server for one test.
 */
public abstract class AdapterTest {

	/**
	 * The windows of the client: as much may be under way to a reader that reads nothing.
	 */
	protected static final int WINDOW = 64 * 1024;

	protected final PathServer server = new PathServer();

	protected final H2Client client = builder().build();

	protected static H2ClientBuilder builder() {
		return H2Client.builder()
			.http2(Http2Config.builder()
				.initialWindowSize(WINDOW)
				.connectionWindowSize(16 * WINDOW)
				.adaptiveWindows(false)
				.build())
			.pool(PoolConfig.builder().connectRetries(0).drainTimeout(Duration.ofSeconds(1)).build());
	}

	@AfterEach
	void close() {
		this.client.close();
		this.server.close();
	}

	/**
	 * A request and its response on the same connection: what either side could send
	 * before has been sent then.
	 */
	protected void roundTrip() {
		this.client.get(this.server.url("/round-trip"));
	}

	/** What a future completes with; waits for it. */
	protected static <T> T await(CompletableFuture<T> future) throws Exception {
		return future.get(10, TimeUnit.SECONDS);
	}

	/** Bytes that differ from each other, so that lost and doubled ones are seen. */
	protected static byte[] pattern(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i * 31 + (i >> 8));
		}
		return bytes;
	}

}
