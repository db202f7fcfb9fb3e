package io.conpool.autoconfigure.restclient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.conpool.autoconfigure.testsupport.AdapterTest;
import io.conpool.autoconfigure.testsupport.ServerExchange;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpMethod;
import org.springframework.http.StreamingHttpOutputMessage;
import org.springframework.http.StreamingHttpOutputMessage.Body;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.util.StreamUtils;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Content that is written to a request, of every size and in every way.
 */
class RequestContentTests extends AdapterTest {

	private static final int LARGE = 1_500_000;

	private final H2ClientHttpRequestFactory factory = new H2ClientHttpRequestFactory(this.client,
			HttpClientSettings.defaults());

	RequestContentTests() {
		this.server.on("/echo",
				(exchange) -> exchange.content().thenAccept((content) -> exchange.respond(200, content)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 1023, 1024, 32 * 1024, 32 * 1024 + 1, 64 * 1024, LARGE })
	void contentOfEverySizeArrives(int size) throws Exception {
		byte[] content = pattern(size);
		assertThat(echoed((out) -> out.write(content), -1)).isEqualTo(content);
		assertThat(echoed(new RepeatableBody((out) -> out.write(content)), -1)).isEqualTo(content);
	}

	@ParameterizedTest
	@ValueSource(ints = { 10, LARGE })
	void contentWrittenByteForByteArrives(int size) throws Exception {
		byte[] content = pattern(size);
		assertThat(echoed((out) -> {
			for (byte b : content) {
				out.write(b);
			}
		}, -1)).isEqualTo(content);
	}

	@Test
	void contentWrittenInPiecesArrives() throws Exception {
		byte[] content = pattern(LARGE);
		assertThat(echoed((out) -> StreamUtils.copy(new ByteArrayInputStream(content), out), -1)).isEqualTo(content);
	}

	@Test
	void theStreamOfTheRequestTakesAnyContent() throws Exception {
		byte[] content = pattern(LARGE);
		ClientHttpRequest request = request("/echo");
		StreamUtils.copy(content, request.getBody());
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getBody().readAllBytes()).isEqualTo(content);
		}
	}

	@Test
	void smallContentGoesWithItsLength() throws Exception {
		echoed(new RepeatableBody((out) -> {
			out.write("hel".getBytes(UTF_8));
			out.flush();
			out.write("lo".getBytes(UTF_8));
			out.flush();
		}), -1);
		assertThat(this.server.next().header("content-length")).containsExactly("5");
	}

	@Test
	void largeContentGoesWithTheLengthThatIsStated() throws Exception {
		echoed((out) -> out.write(pattern(LARGE)), LARGE);
		assertThat(this.server.next().header("content-length")).containsExactly(Integer.toString(LARGE));
		echoed((out) -> out.write(pattern(LARGE)), -1);
		assertThat(this.server.next().headerNames()).doesNotContain("content-length");
	}

	@Test
	void contentOfAnotherLengthThanStatedIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> echoed((out) -> out.write(pattern(10)), 11))
			.withMessageContaining("content-length");
		assertThat(this.server.waiting()).isZero();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> echoed((out) -> out.write(pattern(LARGE)), LARGE + 1))
			.withMessageContaining("announced");
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> echoed((out) -> out.write(pattern(LARGE)), LARGE - 1))
			.withMessageContaining("announced");
	}

	@Test
	void aFlushSendsWhatCannotBeRepeated() throws Exception {
		ClientHttpRequest request = request("/echo");
		setBody(request, (out) -> {
			out.write("first".getBytes(UTF_8));
			out.flush();
			awaitContent(5);
			out.write("second".getBytes(UTF_8));
		});
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getBody()).hasContent("firstsecond");
		}
	}

	@Test
	void aServerThatTakesNothingHoldsTheWriterBack() throws Exception {
		AtomicLong written = new AtomicLong();
		CompletableFuture<Thread> writer = new CompletableFuture<>();
		this.server.on("/slow", ServerExchange::stopReading);
		ClientHttpRequest request = request("/slow");
		setBody(request, (out) -> {
			writer.complete(Thread.currentThread());
			for (int i = 0; i < 200; i++) {
				out.write(pattern(32 * 1024));
				written.addAndGet(32 * 1024);
			}
		});
		CompletableFuture<ClientHttpResponse> response = CompletableFuture.supplyAsync(() -> execute(request));
		ServerExchange exchange = this.server.next();
		awaitWaiting(await(writer));
		// The server's window, what is asked for ahead, and one piece in the writer.
		assertThat(written.get()).isLessThanOrEqualTo(64 * 1024 + 6 * 32 * 1024);
		exchange.content().thenAccept((content) -> exchange.respond(200, Integer.toString(content.length)));
		exchange.readOn();
		assertThat(await(response).getBody()).hasContent(Integer.toString(200 * 32 * 1024));
	}

	/** Waits until the thread waits for something itself, or has ended. */
	private static void awaitWaiting(Thread thread) {
		while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TERMINATED) {
			Thread.onSpinWait();
		}
	}

	@Test
	void contentThatCanBeRepeatedIsWrittenAgainWhenTheServerRefusedTheRequest() throws Exception {
		AtomicInteger refused = new AtomicInteger();
		this.server.on("/refusing", (exchange) -> {
			if (refused.getAndIncrement() < 2) {
				exchange.reset(Http2Error.REFUSED_STREAM);
			}
			else {
				exchange.content().thenAccept((content) -> exchange.respond(200, content));
			}
		});
		AtomicInteger written = new AtomicInteger();
		byte[] content = pattern(LARGE);
		ClientHttpRequest request = request("/refusing");
		setBody(request, new RepeatableBody((out) -> {
			written.incrementAndGet();
			out.write(content);
		}));
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getBody().readAllBytes()).isEqualTo(content);
		}
		assertThat(written).hasValueBetween(1, 3);
		assertThat(refused).hasValue(3);
	}

	@Test
	void contentThatCannotBeRepeatedIsNotSentAgain() {
		this.server.on("/refusing", (exchange) -> exchange.reset(Http2Error.REFUSED_STREAM));
		ClientHttpRequest request = request("/refusing");
		setBody(request, (out) -> out.write(pattern(LARGE)));
		assertThatExceptionOfType(IOException.class).isThrownBy(request::execute)
			.withMessageContaining("REFUSED_STREAM");
	}

	@Test
	void smallContentIsSentAgainWhetherItCanBeRepeatedOrNot() throws Exception {
		AtomicInteger refused = new AtomicInteger();
		this.server.on("/refusing", (exchange) -> {
			if (refused.getAndIncrement() == 0) {
				exchange.reset(Http2Error.REFUSED_STREAM);
			}
			else {
				exchange.content().thenAccept((content) -> exchange.respond(200, content));
			}
		});
		ClientHttpRequest request = request("/refusing");
		setBody(request, (out) -> out.write("small".getBytes(UTF_8)));
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getBody()).hasContent("small");
		}
	}

	@Test
	void aServerThatAnswersEarlyAndStopsTheUploadIsHeard() throws Exception {
		this.server.on("/early", (exchange) -> {
			exchange.respond(413, "too large");
			exchange.reset(Http2Error.NO_ERROR);
		});
		ClientHttpRequest request = request("/early");
		setBody(request, (out) -> {
			for (int i = 0; i < 10_000; i++) {
				out.write(pattern(32 * 1024));
			}
		});
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getStatusCode().value()).isEqualTo(413);
		}
	}

	@Test
	void whatTheWriterThrowsIsThrownAndEndsTheExchange() throws Exception {
		IOException own = new IOException("own");
		this.server.on("/endless", (exchange) -> {
		});
		ClientHttpRequest request = request("/endless");
		setBody(request, (out) -> {
			out.write(pattern(LARGE / 10));
			throw own;
		});
		assertThatThrownBy(request::execute).isSameAs(own);
		assertThat(await(this.server.next().reset())).isEqualTo(Http2Error.CANCEL.code());
	}

	@Test
	void whatTheWriterOfSmallContentThrowsSendsNothing() {
		ClientHttpRequest request = request("/echo");
		setBody(request, (out) -> {
			out.write(1);
			throw new IllegalStateException("own");
		});
		assertThatIllegalStateException().isThrownBy(request::execute).withMessage("own");
		assertThat(this.server.waiting()).isZero();
	}

	@Test
	void aWriterThatWrapsWhatStoppedItDoesNotHideTheResponse() throws Exception {
		this.server.on("/early", (exchange) -> {
			exchange.respond(413, "too large");
			exchange.reset(Http2Error.NO_ERROR);
		});
		ClientHttpRequest request = request("/early");
		setBody(request, (out) -> {
			try {
				for (int i = 0; i < 10_000; i++) {
					out.write(pattern(32 * 1024));
				}
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		try (ClientHttpResponse response = request.execute()) {
			assertThat(response.getStatusCode().value()).isEqualTo(413);
		}
	}

	private void awaitContent(int bytes) {
		try {
			this.server.next().awaitContent(bytes);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ClientHttpResponse execute(ClientHttpRequest request) {
		try {
			return request.execute();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private byte[] echoed(Body body, long length) throws IOException {
		ClientHttpRequest request = request("/echo");
		if (length >= 0) {
			request.getHeaders().setContentLength(length);
		}
		setBody(request, body);
		try (ClientHttpResponse response = request.execute()) {
			return response.getBody().readAllBytes();
		}
	}

	private ClientHttpRequest request(String path) {
		return this.factory.createRequest(this.server.uri(path), HttpMethod.POST);
	}

	private static void setBody(ClientHttpRequest request, Body body) {
		((StreamingHttpOutputMessage) request).setBody(body);
	}

}
