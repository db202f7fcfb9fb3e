package io.conpool.autoconfigure.webclient;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.conpool.autoconfigure.testsupport.AdapterTest;
import io.conpool.autoconfigure.testsupport.ServerExchange;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.handler.codec.http2.Http2Error;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Content that WebClient writes to a request, of every size and in every way.
 */
class RequestContentTests extends AdapterTest {

	private static final int LARGE = 1_500_000;

	private static final Duration LONG = Duration.ofSeconds(10);

	private final H2ClientHttpConnector connector = new H2ClientHttpConnector(this.client,
			HttpClientSettings.defaults());

	private final WebClient webClient = WebClient.builder()
		.clientConnector(this.connector)
		.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(2 * LARGE))
		.build();

	RequestContentTests() {
		this.server.on("/echo",
				(exchange) -> exchange.content().thenAccept((content) -> exchange.respond(200, content)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 32 * 1024, LARGE })
	void aValueOfEverySizeArrivesWithItsLength(int size) throws Exception {
		byte[] content = pattern(size);
		assertThat(echoed(post("/echo").bodyValue(content))).isEqualTo(content);
		assertThat(this.server.next().header("content-length")).containsExactly(Integer.toString(size));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 32 * 1024, LARGE })
	void aStreamOfEverySizeArrives(int size) throws Exception {
		byte[] content = pattern(size);
		assertThat(echoed(post("/echo").body(buffers(content, 1000), DataBuffer.class))).isEqualTo(content);
		assertThat(this.server.next().header("content-length")).isEmpty();
	}

	@Test
	void aStreamGoesWithTheLengthThatIsStated() throws Exception {
		assertThat(echoed(post("/echo").contentLength(5).body(buffers(pattern(5), 2), DataBuffer.class))).hasSize(5);
		assertThat(this.server.next().header("content-length")).containsExactly("5");
	}

	@Test
	void aStreamOfAnotherLengthThanStatedFails() {
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> echoed(post("/echo").contentLength(6).body(buffers(pattern(5), 2), DataBuffer.class)))
			.withMessageContaining("announced");
	}

	@Test
	void aRequestWithoutContentHasNone() throws Exception {
		assertThat(echoed(post("/echo"))).isEmpty();
	}

	@Test
	void formsAndPartsArrive() {
		assertThat(echoed(post("/echo").body(BodyInserters.fromFormData("a", "1").with("b", "2")))).asString()
			.isEqualTo("a=1&b=2");
		MultipartBodyBuilder parts = new MultipartBodyBuilder();
		parts.part("text", "some text");
		parts.part("file", new ByteArrayResource(pattern(100_000)));
		assertThat(echoed(post("/echo").body(BodyInserters.fromMultipartData(parts.build()))))
			.hasSizeGreaterThan(100_000)
			.asString(UTF_8)
			.contains("some text", "name=\"file\"");
	}

	@Test
	void whatIsFlushedArrivesBeforeTheNextIsThere() throws Exception {
		Sinks.Many<DataBuffer> parts = Sinks.many().unicast().onBackpressureBuffer();
		Mono<byte[]> echo = this.connector
			.connect(HttpMethod.POST, this.server.uri("/echo"),
					(request) -> request.writeAndFlushWith(parts.asFlux().map(Mono::just)))
			.flatMapMany(ClientHttpResponse::getBody)
			.next()
			.map((buffer) -> buffer.toString(UTF_8).getBytes(UTF_8));
		CompletableFuture<byte[]> echoed = echo.toFuture();
		ServerExchange exchange = this.server.next();
		parts.tryEmitNext(buffer("first"));
		exchange.awaitContent(5);
		parts.tryEmitNext(buffer("second"));
		exchange.awaitContent(11);
		parts.tryEmitComplete();
		assertThat(await(echoed)).asString().isEqualTo("firstsecond");
	}

	@Test
	void partsKeepTheirOrder() {
		Flux<Flux<DataBuffer>> body = Flux.just(buffers(pattern(3000), 100), buffers(pattern(2000), 100));
		DataBuffer echoed = this.connector
			.connect(HttpMethod.POST, this.server.uri("/echo"), (request) -> request.writeAndFlushWith(body))
			.flatMap((response) -> DataBufferUtils.join(response.getBody()))
			.block(LONG);
		byte[] bytes = new byte[5000];
		echoed.read(bytes);
		assertThat(bytes).startsWith(pattern(3000)).endsWith(pattern(2000));
	}

	@Test
	void thePublisherIsAskedForFewBuffersAtATime() {
		List<Long> asked = new CopyOnWriteArrayList<>();
		byte[] content = pattern(LARGE);
		assertThat(echoed(post("/echo").body(buffers(content, 32 * 1024).doOnRequest(asked::add), DataBuffer.class)))
			.isEqualTo(content);
		assertThat(asked).isNotEmpty().allSatisfy((n) -> assertThat(n).isLessThanOrEqualTo(4));
	}

	@Test
	void buffersAreReleasedWhenTheyWereSent() {
		NettyDataBufferFactory pooled = new NettyDataBufferFactory(new PooledByteBufAllocator());
		List<NettyDataBuffer> buffers = Flux.range(0, 10)
			.map((i) -> (NettyDataBuffer) pooled.allocateBuffer(100).write(pattern(100)))
			.collectList()
			.block();
		assertThat(echoed(post("/echo").body(Flux.fromIterable(buffers).cast(DataBuffer.class), DataBuffer.class)))
			.hasSize(1000);
		assertThat(buffers).allSatisfy((buffer) -> assertThat(buffer.getNativeBuffer().refCnt()).isZero());
		NettyDataBuffer single = (NettyDataBuffer) pooled.allocateBuffer(100).write(pattern(100));
		assertThat(echoed(post("/echo").body(Mono.just(single), DataBuffer.class))).hasSize(100);
		assertThat(single.getNativeBuffer().refCnt()).isZero();
	}

	@Test
	void theCallersContextReachesThePublisher() {
		Flux<DataBuffer> streamed = Flux
			.deferContextual((context) -> Flux.just(buffer(context.get("who")), buffer("!")));
		Mono<DataBuffer> whole = Mono.deferContextual((context) -> Mono.just(buffer(context.get("who"))));
		assertThat(post("/echo").body(streamed, DataBuffer.class)
			.retrieve()
			.bodyToMono(String.class)
			.contextWrite((context) -> context.put("who", "me"))
			.block(LONG)).isEqualTo("me!");
		assertThat(post("/echo").body(whole, DataBuffer.class)
			.retrieve()
			.bodyToMono(String.class)
			.contextWrite((context) -> context.put("who", "me"))
			.block(LONG)).isEqualTo("me");
	}

	@Test
	void whatThePublisherFailsWithIsTheCauseAndEndsTheExchange() throws Exception {
		this.server.on("/silent", (exchange) -> {
		});
		Flux<DataBuffer> failing = Flux.concat(buffers(pattern(10), 5), Mono.error(new IllegalStateException("own")));
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> echoed(post("/silent").body(failing, DataBuffer.class)))
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("own");
		assertThat(await(this.server.next().reset())).isPositive();
	}

	@Test
	void whatASingleValueFailsWithSendsNothing() {
		Mono<DataBuffer> failing = Mono.error(new IllegalStateException("own"));
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> echoed(post("/echo").body(failing, DataBuffer.class)))
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(this.server.waiting()).isZero();
	}

	@Test
	void thePublisherIsCancelledWhenTheExchangeEnds() throws Exception {
		CompletableFuture<Void> cancelled = new CompletableFuture<>();
		this.server.on("/early", (exchange) -> {
			exchange.respond(413, "");
			exchange.reset(Http2Error.NO_ERROR);
		});
		Flux<DataBuffer> endless = Flux.<DataBuffer>never()
			.startWith(buffer("first"))
			.doOnCancel(() -> cancelled.complete(null));
		assertThat(post("/early").body(endless, DataBuffer.class)
			.exchangeToMono((response) -> Mono.just(response.statusCode().value()))
			.block(LONG)).isEqualTo(413);
		await(cancelled);
	}

	@Test
	void aSingleValueIsSentAgainWhenTheServerRefusedTheRequest() {
		AtomicInteger refused = new AtomicInteger();
		this.server.on("/refusing", (exchange) -> {
			if (refused.getAndIncrement() == 0) {
				exchange.reset(Http2Error.REFUSED_STREAM);
			}
			else {
				exchange.content().thenAccept((content) -> exchange.respond(200, content));
			}
		});
		assertThat(echoed(post("/refusing").bodyValue("again"))).asString().isEqualTo("again");
	}

	private WebClient.RequestBodySpec post(String path) {
		return this.webClient.post().uri(this.server.uri(path));
	}

	private static byte[] echoed(WebClient.RequestHeadersSpec<?> request) {
		return request.retrieve().bodyToMono(byte[].class).defaultIfEmpty(new byte[0]).block(LONG);
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(UTF_8));
	}

	private static Flux<DataBuffer> buffers(byte[] content, int size) {
		return Flux.range(0, (content.length + size - 1) / size)
			.map((i) -> DefaultDataBufferFactory.sharedInstance
				.wrap(Arrays.copyOfRange(content, i * size, Math.min(content.length, (i + 1) * size))));
	}

}
