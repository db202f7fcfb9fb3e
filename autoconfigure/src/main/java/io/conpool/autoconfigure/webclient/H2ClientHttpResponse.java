package io.conpool.autoconfigure.webclient;

import java.time.InstantSource;

import io.conpool.autoconfigure.httpclient.HeaderMapping;
import io.conpool.autoconfigure.httpclient.IOExceptions;
import io.conpool.error.H2ClientException;
import io.conpool.http.ResponseBody;
import io.conpool.http.StreamedResponse;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.AbstractClientHttpResponse;

/**
 * The response to a request of WebClient. Immutable, its content can be read once.
 */
final class H2ClientHttpResponse extends AbstractClientHttpResponse {

	private static final ResponseCookie.Parser COOKIES = new SetCookieParser(InstantSource.system());

	H2ClientHttpResponse(StreamedResponse response) {
		super(HttpStatusCode.valueOf(response.status()), HeaderMapping.of(response.headers()),
				COOKIES.parse(response.headers().all("set-cookie")), content(response.body()));
	}

	private static Flux<DataBuffer> content(ResponseBody body) {
		return JdkFlowAdapter.flowPublisherToFlux(body)
			.<DataBuffer>map(DefaultDataBufferFactory.sharedInstance::wrap)
			.onErrorMap(H2ClientException.class, IOExceptions::of);
	}

}
