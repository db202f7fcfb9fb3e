package io.conpool.autoconfigure.webclient;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.stream.Collectors;

import io.conpool.autoconfigure.httpclient.HeaderMapping;
import io.conpool.http.H2Request;
import io.conpool.http.RequestBody;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;

/**
 * One request of WebClient while it is written. Its steps follow each other.
 */
final class H2ClientHttpRequest extends AbstractClientHttpRequest {

	private final HttpMethod method;

	private final URI uri;

	private final H2Request.Builder request;

	private RequestBody content = RequestBody.empty();

	/**
	 * Makes a request.
	 * @param method its method
	 * @param uri as Spring knows it
	 * @param request what becomes of it
	 */
	H2ClientHttpRequest(HttpMethod method, URI uri, H2Request.Builder request) {
		this.method = method;
		this.uri = uri;
		this.request = request;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	public DataBufferFactory bufferFactory() {
		return DefaultDataBufferFactory.sharedInstance;
	}

	/** The builder: what Spring knows no setting for can still be set. */
	@Override
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" }) // Spring's
																		// signature
	public <T> T getNativeRequest() {
		return (T) this.request;
	}

	@Override
	public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
		if (body instanceof Mono<? extends DataBuffer> whole) {
			return doCommit(() -> whole.doOnNext((buffer) -> this.content = RequestBody.bytes(bytes(buffer))).then());
		}
		return doCommit(() -> Mono.deferContextual((context) -> {
			this.content = RequestBody.publisher(JdkFlowAdapter.publisherToFlowPublisher(buffers(body, context)),
					getHeaders().getContentLength());
			return Mono.empty();
		}));
	}

	/**
	 * Each buffer goes out as soon as there is room for it: there is nothing to flush.
	 */
	@Override
	public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
		return writeWith(Flux.from(body).concatMap((part) -> part, 1));
	}

	@Override
	public Mono<Void> setComplete() {
		return doCommit();
	}

	/** The client subscribes later, and has no context of its own. */
	private static Flux<ByteBuffer> buffers(Publisher<? extends DataBuffer> body, ContextView context) {
		return Flux.from(body)
			.map((buffer) -> ByteBuffer.wrap(bytes(buffer)))
			.doOnDiscard(DataBuffer.class, DataBufferUtils::release)
			.contextWrite(context);
	}

	private static byte[] bytes(DataBuffer buffer) {
		try {
			byte[] bytes = new byte[buffer.readableByteCount()];
			buffer.read(bytes);
			return bytes;
		}
		finally {
			DataBufferUtils.release(buffer);
		}
	}

	@Override
	protected void applyHeaders() {
		// When the request is built: some depend on its content, which is not there yet.
	}

	@Override
	protected void applyCookies() {
		// As the headers.
	}

	/** The request, once it is written. */
	H2Request build() {
		HttpHeaders headers = getHeaders();
		HeaderMapping.copy(headers, this.content.length() != 0, this.request);
		if (!headers.containsHeader(HttpHeaders.ACCEPT)) {
			this.request.header("accept", "*/*");
		}
		if (!getCookies().isEmpty()) {
			this.request.header("cookie",
					getCookies().values()
						.stream()
						.flatMap(Collection::stream)
						.map(HttpCookie::toString)
						.collect(Collectors.joining("; ")));
		}
		return this.request.body(this.content).build();
	}

}
