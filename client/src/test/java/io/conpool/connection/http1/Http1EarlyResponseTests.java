package io.conpool.connection.http1;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.H2ClientBuilder;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.endpoint.Endpoint;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that answers before it has read the request, and then closes: TCP makes a
 * reset of that, which must not cost the response (RFC 9112 sections 9.5 and 9.6).
 */
class Http1EarlyResponseTests extends Http1Test {

	private final CountDownLatch reset = new CountDownLatch(1);

	@Override
	H2ClientBuilder configure(H2ClientBuilder builder) {
		AtomicInteger writes = new AtomicInteger();
		return builder.connectionListener(new H2ConnectionListener() {
			@Override
			public void onBytesWritten(Endpoint endpoint, long bytes) {
				// The first burst has the head, the second one meets the reset.
				if (writes.incrementAndGet() == 2) {
					awaitReset();
				}
			}
		});
	}

	private void awaitReset() {
		try {
			this.reset.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void aResponseBeforeAResetIsRead() throws Exception {
		CompletableFuture<H2Response> response = post(RequestBody.bytes(new byte[200_000]));
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
		this.peer.cut();
		this.reset.countDown();
		assertThat(await(response)).returns(413, H2Response::status).returns("big", H2Response::bodyAsString);
		assertThat(openStreams()).isZero();
	}

	@Test
	void halfAResponseBeforeAResetIsNone() throws Exception {
		CompletableFuture<H2Response> response = post(RequestBody.bytes(new byte[200_000]));
		this.peer.accept().expectRequest();
		this.peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nb");
		this.peer.cut();
		this.reset.countDown();
		assertThat(error(response).isUnprocessed()).isFalse();
		assertANewConnectionServes();
	}

}
