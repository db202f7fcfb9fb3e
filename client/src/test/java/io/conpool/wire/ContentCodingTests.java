package io.conpool.wire;

import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.H2Request;
import io.conpool.http.StreamedResponse;
import io.conpool.testing.Compressed;
import io.conpool.testing.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Encoded content (RFC 9110 section 8.4), gathered and streamed: it comes decoded, or in
 * an error, never short.
 */
class ContentCodingTests extends WireTest {

	private static final int MIB = 1 << 20;

	private static final byte[] PLAIN = plain(100_000);

	private static byte[] plain(int length) {
		byte[] bytes = new byte[length];
		new Random(4711).nextBytes(bytes);
		for (int i = 0; i < length; i++) {
			bytes[i] = (byte) ('a' + (bytes[i] & 0x0f));
		}
		return bytes;
	}

	// What comes decoded

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "x-gzip", "deflate", "br", "zstd" })
	void gatheredContentIsDecoded(String coding) throws Exception {
		var response = this.client.get(this.peer);
		this.peer.handshake();
		respond(this.peer.expectRequest(), coding, Compressed.encode(coding, PLAIN));
		assertThat(await(response).body()).isEqualTo(PLAIN);
		assertThat(await(response).headers()).hasToString("{server: test}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "x-gzip", "deflate", "br", "zstd" })
	void streamedContentIsDecodedAndSoAreItsFields(String coding) throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		int id = this.peer.expectRequest();
		byte[] encoded = Compressed.encode(coding, PLAIN);
		this.peer.headers(id, false, ":status", "200", "server", "test", "content-encoding", coding, "content-length",
				"" + encoded.length);
		StreamedResponse received = await(response);
		assertThat(received.headers()).hasToString("{server: test}");
		CompletableFuture<byte[]> content = received.body().bytes(PLAIN.length);
		send(id, encoded, false);
		this.peer.headers(id, true, "x-sum", "7");
		assertThat(content.get(10, TimeUnit.SECONDS)).isEqualTo(PLAIN);
		assertThat(received.body().trailers().get(10, TimeUnit.SECONDS).first("x-sum")).hasValue("7");
		assertTheConnectionLives();
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void aByteInEveryFrameIsEnough(String coding) throws Exception {
		byte[] plain = Arrays.copyOf(PLAIN, 2000);
		byte[] encoded = Compressed.encode(coding, plain);
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-encoding", coding);
		CompletableFuture<byte[]> content = await(response).body().bytes(plain.length);
		for (int i = 0; i < encoded.length; i++) {
			this.peer.data(id, new byte[] { encoded[i] }, i == encoded.length - 1);
		}
		assertThat(content.get(10, TimeUnit.SECONDS)).isEqualTo(plain);
	}

	@Test
	void severalCodingsAreUndoneInTheOppositeOrder() throws Exception {
		byte[] encoded = Compressed.brotli(Compressed.gzip(PLAIN));
		assertThat(streamed("gzip, br", encoded).get(10, TimeUnit.SECONDS)).isEqualTo(PLAIN);
	}

	@Test
	void contentIsReadWhileItArrives() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-encoding", "gzip");
		InputStream in = await(response).body().inputStream();
		// A member of its own per event, as a server that flushes would have it.
		this.peer.data(id, Compressed.gzip("first ".getBytes(StandardCharsets.US_ASCII)), false);
		assertThat(in.readNBytes(6)).asString().isEqualTo("first ");
		this.peer.data(id, Compressed.gzip("second".getBytes(StandardCharsets.US_ASCII)), true);
		assertThat(in.readAllBytes()).asString().isEqualTo("second");
	}

	@Test
	void contentWithoutAByteIsEmptyWhateverItsCoding() throws Exception {
		assertThat(streamed("gzip", new byte[0]).get(10, TimeUnit.SECONDS)).isEmpty();
	}

	// What is left as it is

	@ParameterizedTest
	@CsvSource({ "HEAD, 200", "GET, 204", "GET, 304" })
	void aResponseThatHasNoContentKeepsItsFields(String method, String status) throws Exception {
		CompletableFuture<StreamedResponse> response = this.client.client
			.streamAsync(H2Request.builder(method, URI.create(this.peer.uri("/"))).build());
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.headers(id, true, ":status", status, "content-encoding", "gzip", "content-length", "1000");
		StreamedResponse received = await(response);
		assertThat(received.headers()).hasToString("{content-encoding: gzip, content-length: 1000}");
		assertThat(received.body().bytes(10).get(10, TimeUnit.SECONDS)).isEmpty();
		var whole = this.client.client.sendAsync(H2Request.builder(method, URI.create(this.peer.uri("/"))).build());
		this.peer.headers(this.peer.expectRequest(), true, ":status", status, "content-encoding", "gzip");
		assertThat(await(whole).headers()).hasToString("{content-encoding: gzip}");
	}

	@Test
	void aCodingThatIsNotKnownIsLeftToTheCaller() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		respond(this.peer.expectRequest(), "compress", PLAIN);
		assertThat(await(response).headers().first("content-encoding")).hasValue("compress");
		assertThat(await(response).body().bytes(PLAIN.length).get(10, TimeUnit.SECONDS)).isEqualTo(PLAIN);
	}

	@Test
	void whoAsksForACodingHimselfDecodesItHimself() throws Exception {
		H2Request request = H2Request.get(this.peer.uri("/")).header("accept-encoding", "br;q=0.5").build();
		CompletableFuture<StreamedResponse> response = this.client.client.streamAsync(request);
		this.peer.handshake();
		assertThat(this.peer.expectRequestFields()).containsEntry("accept-encoding", "br;q=0.5");
		byte[] encoded = Compressed.brotli(PLAIN);
		respond(1, "br", encoded);
		assertThat(await(response).headers().first("content-encoding")).hasValue("br");
		assertThat(await(response).body().bytes(PLAIN.length).get(10, TimeUnit.SECONDS)).isEqualTo(encoded);
	}

	@Test
	void aStreamedRequestAsksForWhatIsThere() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		assertThat(this.peer.handshake().expectRequestFields()).containsEntry("accept-encoding",
				"zstd, br, gzip, deflate");
		this.peer.respond(1, "plain");
		assertThat(await(response).body().bytes(10).get(10, TimeUnit.SECONDS)).asString().isEqualTo("plain");
	}

	// What is an error

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void contentThatIsCutShortIsAnError(String coding) throws Exception {
		byte[] encoded = Compressed.encode(coding, PLAIN);
		assertNotDecoded(coding, Arrays.copyOf(encoded, encoded.length - 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void contentThatGoesOnAfterItsEndIsAnError(String coding) throws Exception {
		assertNotDecoded(coding, Compressed.concat(Compressed.encode(coding, PLAIN), new byte[20]));
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void contentThatIsSomethingElseIsAnErrorAndResetsTheStream(String coding) throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-encoding", coding);
		CompletableFuture<byte[]> content = await(response).body().bytes(MIB);
		this.peer.data(id, "<html>an error page that is not encoded</html>", false);
		assertThat(error(content)).isInstanceOf(H2Error.ContentDecodingFailed.class);
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertTheConnectionLives();
	}

	@Test
	void aWrongChecksumIsAnErrorAfterTheContent() throws Exception {
		byte[] encoded = Compressed.gzip(PLAIN);
		encoded[encoded.length - 6] ^= 1;
		assertNotDecoded("gzip", encoded);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void aBombIsAnErrorAndResetsTheStream(String coding) throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-encoding", coding);
		CompletableFuture<Long> content = await(response).body().discard();
		this.peer.data(id, Arrays.copyOf(Compressed.encode(coding, new byte[64 * MIB]), 2000), false);
		assertThat(error(content)).isEqualTo(new H2Error.DecompressionBomb(Long.MAX_VALUE, 250));
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertTheConnectionLives();
	}

	@Test
	void contentThatIsNotKeptMayBeLargerThanWhatIsGathered() throws Exception {
		byte[] large = plain(17 * MIB);
		byte[] encoded = Compressed.zstd(large);
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-encoding", "zstd");
		CompletableFuture<Long> read = await(response).body().discard();
		sendWithinWindow(id, encoded);
		assertThat(read.get(10, TimeUnit.SECONDS)).isEqualTo(large.length);
	}

	@Test
	void codingsWithoutEndAreRefusedAndTheStreamIsReset() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-encoding", "gzip, gzip, gzip, gzip, gzip, gzip");
		assertThat(error(response)).isInstanceOf(H2Error.DecompressionBomb.class);
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertTheConnectionLives();
	}

	// Windows and cancellation

	@Test
	void aReaderThatStopsMakesThePeerStop() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-encoding", "gzip");
		InputStream in = await(response).body().inputStream();
		byte[] encoded = Compressed.gzip(new byte[200_000]);
		byte[] frame = Arrays.copyOf(encoded, encoded.length);
		this.peer.data(id, frame, false);
		assertThat(in.readNBytes(1000)).hasSize(1000);
		byte[] random = new byte[3 * MIB / 4];
		new Random(1).nextBytes(random);
		byte[] second = Compressed.gzip(random);
		send(id, second, false);
		// The first frame is being read: nothing of the second is asked for, nor granted.
		this.peer.roundTrip();
		assertThat(in.readNBytes(199_000)).hasSize(199_000);
		assertThat(in.readNBytes(random.length)).isEqualTo(random);
		Frame grant = this.peer.expect(Frame.WINDOW_UPDATE);
		while (grant.streamId() != id) {
			grant = this.peer.expect(Frame.WINDOW_UPDATE);
		}
		assertThat(grant.intAt(0)).isGreaterThanOrEqualTo(MIB / 2);
		in.close();
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "deflate", "br", "zstd" })
	void closingInTheMiddleResetsTheStream(String coding) throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-encoding", coding);
		byte[] plain = plain(300_000);
		byte[] encoded = Compressed.encode(coding, plain);
		send(id, Arrays.copyOf(encoded, encoded.length - 1), false);
		try (StreamedResponse received = await(response)) {
			assertThat(received.body().inputStream().readNBytes(100)).isEqualTo(Arrays.copyOf(plain, 100));
		}
		assertThat(this.peer.expectReset(id)).isEqualTo(Http2ErrorCode.CANCEL.code());
		assertTheConnectionLives();
	}

	@Test
	void contentThatBreaksOffIsThatError() throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		int id = this.peer.expectRequest();
		this.peer.headers(id, false, ":status", "200", "content-encoding", "br")
			.data(id, Arrays.copyOf(Compressed.brotli(PLAIN), 1000), false)
			.reset(id, Http2ErrorCode.INTERNAL_ERROR.code());
		assertThat(error(await(response).body().bytes(MIB)))
			.isEqualTo(new H2Error.StreamReset(id, Http2ErrorCode.INTERNAL_ERROR));
	}

	// What all have in common

	private CompletableFuture<StreamedResponse> stream() {
		return this.client.client.streamAsync(H2Request.get(this.peer.uri("/")).build());
	}

	/** A streamed response that is there when it is read, on a new connection. */
	private CompletableFuture<byte[]> streamed(String coding, byte[] encoded) throws Exception {
		CompletableFuture<StreamedResponse> response = stream();
		this.peer.handshake();
		respond(this.peer.expectRequest(), coding, encoded);
		return await(response).body().bytes(MIB);
	}

	private void assertNotDecoded(String coding, byte[] encoded) throws Exception {
		assertThat(error(streamed(coding, encoded))).isInstanceOfSatisfying(H2Error.ContentDecodingFailed.class,
				(error) -> assertThat(error.encoding()).isEqualTo(coding));
		var gathered = this.client.get(this.peer);
		respond(this.peer.expectRequest(), coding, encoded);
		assertThat(error(gathered)).isInstanceOf(H2Error.ContentDecodingFailed.class);
		assertTheConnectionLives();
	}

	private void respond(int id, String coding, byte[] encoded) throws Exception {
		this.peer.headers(id, false, ":status", "200", "server", "test", "content-encoding", coding);
		send(id, encoded, true);
	}

	private void send(int id, byte[] encoded, boolean endStream) throws Exception {
		int sent = 0;
		do {
			int next = Math.min(encoded.length, sent + 16_000);
			this.peer.data(id, Arrays.copyOfRange(encoded, sent, next), endStream && next == encoded.length);
			sent = next;
		}
		while (sent < encoded.length);
	}

	/** Keeps to the windows as the client grants them. */
	private void sendWithinWindow(int id, byte[] encoded) throws Exception {
		long left = MIB;
		for (int sent = 0; sent < encoded.length;) {
			int next = Math.min(encoded.length, sent + 16_000);
			while (left < next - sent) {
				Frame grant = this.peer.expect(Frame.WINDOW_UPDATE);
				left += (grant.streamId() == id) ? grant.intAt(0) : 0;
			}
			this.peer.data(id, Arrays.copyOfRange(encoded, sent, next), next == encoded.length);
			left -= next - sent;
			sent = next;
		}
	}

	private static <T> T await(CompletableFuture<T> future) throws Exception {
		return future.get(10, TimeUnit.SECONDS);
	}

	private static H2Error error(CompletableFuture<?> future) throws InterruptedException, TimeoutException {
		try {
			throw new AssertionError("there is a result: " + future.get(10, TimeUnit.SECONDS));
		}
		catch (ExecutionException ex) {
			return H2ClientException.errorIn(ex);
		}
	}

}
