package io.conpool.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.testing.FramePeer;
import io.conpool.testing.Tck;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of Reactive Streams for the subscriber to a request's content. It cannot be
 * without a stream, nor a stream without a connection, so each is that of a request which
 * is being sent, all of them on one connection.
 */
public class StreamedContentTckTests extends FlowSubscriberBlackboxVerification<ByteBuffer> {

	private FramePeer peer;

	private H2Client client;

	public StreamedContentTckTests() {
		super(Tck.environment());
	}

	@BeforeClass
	public void connect() throws Exception {
		this.peer = FramePeer.cleartext();
		this.client = H2Client.builder().build();
		CompletableFuture<H2Response> response = this.client.sendAsync(H2Request.get(this.peer.uri("/")).build());
		int id = this.peer.handshake().expectRequest();
		this.peer.respond(id, "ok");
		assertThat(response.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
	}

	@AfterClass
	public void disconnect() throws IOException {
		// First the peer: the client would wait for the requests, which have no end.
		this.peer.close();
		this.client.close();
	}

	@Override
	@SuppressWarnings("unchecked")
	public Flow.Subscriber<ByteBuffer> createFlowSubscriber() {
		CompletableFuture<Flow.Subscriber<? super ByteBuffer>> subscribed = new CompletableFuture<>();
		RequestBody content = RequestBody.publisher(subscribed::complete, -1);
		this.client.sendAsync(H2Request.post(this.peer.uri("/"), content).build());
		Flow.Subscriber<? super ByteBuffer> subscriber = subscribed.orTimeout(10, TimeUnit.SECONDS).join();
		assertThat(subscriber).isInstanceOf(StreamedContent.class);
		return (Flow.Subscriber<ByteBuffer>) subscriber;
	}

	@Override
	public ByteBuffer createElement(int element) {
		return Tck.element(element);
	}

}
