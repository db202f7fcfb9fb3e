package io.conpool.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;

import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.RequestBody;
import io.conpool.testing.Frame;
import io.conpool.testing.ScriptedPublisher;
import org.junit.jupiter.api.Test;

import static io.conpool.wire.ClientUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * DATA of requests as it arrives: joined from short buffers, yet at once where nothing
 * follows, and never in huge frames (RFC 9113 sections 4.2, 6.1, 10.5).
 * {@code connection.http2.OutboundDataTests} has the exact sizes.
 */
class RequestDataTests extends WireTest {

	private static final int INITIAL_WINDOW_SIZE = 4;

	private static final int MAX_FRAME_SIZE = 5;

	private static final int PIECE = 20;

	@Test
	void shortBuffersAreJoined() throws Exception {
		int pieces = 100_000;
		CompletableFuture<H2Response> response = send(ScriptedPublisher.of(pieces, PIECE).complete());
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 1 << 30).windowUpdate(0, 1 << 30).expectRequest();
		List<Frame> data = readData();
		assertThat(content(data)).isEqualTo(counting(pieces * PIECE));
		// A busy machine may cut a frame short, but not to a few buffers each time.
		assertThat(data).hasSizeLessThan(pieces * PIECE / 1024);
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	@Test
	void anEventIsSentThoughNoneFollows() throws Exception {
		try (SubmissionPublisher<ByteBuffer> publisher = new SubmissionPublisher<>()) {
			CompletableFuture<H2Response> response = this.client.client
				.sendAsync(H2Request.post(this.peer.uri("/"), RequestBody.publisher(publisher, -1)).build());
			int id = this.peer.handshake().expectRequest();
			for (int i = 0; i < 10; i++) {
				StreamingRequestTests.submit(publisher, "event " + i);
				assertThat(this.peer.expect(Frame.DATA).text()).isEqualTo("event " + i);
			}
			publisher.close();
			assertThat(this.peer.expect(Frame.DATA).is(Frame.END_STREAM)).isTrue();
			this.peer.respond(id, "ok");
			assertThat(await(response).status()).isEqualTo(200);
		}
	}

	@Test
	void aBufferOfManyMegabytesIsManyFrames() throws Exception {
		CompletableFuture<H2Response> response = send(ScriptedPublisher.of(1, 8 << 20).complete());
		int id = this.peer.handshake(INITIAL_WINDOW_SIZE, 1 << 30, MAX_FRAME_SIZE, 8 << 20)
			.windowUpdate(0, 1 << 30)
			.expectRequest();
		List<Frame> data = readData();
		assertThat(data).allMatch((frame) -> frame.length() <= 64 * 1024);
		assertThat(content(data)).isEqualTo(counting(8 << 20));
		this.peer.respond(id, "ok");
		assertThat(await(response).status()).isEqualTo(200);
	}

	private CompletableFuture<H2Response> send(ScriptedPublisher publisher) {
		return this.client.client
			.sendAsync(H2Request.post(this.peer.uri("/"), RequestBody.publisher(publisher, -1)).build());
	}

	private List<Frame> readData() throws Exception {
		List<Frame> frames = new ArrayList<>();
		Frame next;
		do {
			next = this.peer.expect(Frame.DATA);
			frames.add(next);
		}
		while (!next.is(Frame.END_STREAM));
		return frames;
	}

	private static byte[] content(List<Frame> data) {
		ByteBuffer content = ByteBuffer.allocate(data.stream().mapToInt(Frame::length).sum());
		data.forEach((frame) -> content.put(frame.payload()));
		return content.array();
	}

	/** What {@link ScriptedPublisher#of} delivers. */
	private static byte[] counting(int length) {
		byte[] bytes = new byte[length];
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) (i & 0x7f);
		}
		return bytes;
	}

}
