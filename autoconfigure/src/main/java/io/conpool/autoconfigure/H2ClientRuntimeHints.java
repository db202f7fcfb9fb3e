package io.conpool.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * What a native image has to know of the client: Netty looks which methods a channel
 * handler overrides, and calls all of them where it cannot see that. Netty's own handlers
 * are known by Netty's metadata. Stateless.
 */
final class H2ClientRuntimeHints implements RuntimeHintsRegistrar {

	static final List<String> CHANNEL_HANDLERS = List.of("io.conpool.connection.ConnectionHandler",
			"io.conpool.connection.http1.ResponseDecoder", "io.conpool.connection.http2.FrameDecoder",
			"io.conpool.transport.Connector$Straight", "io.conpool.transport.RenegotiationGuard",
			"io.conpool.transport.TlsOutcome", "io.conpool.transport.Tunnel$Exit");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
		for (String handler : CHANNEL_HANDLERS) {
			hints.reflection().registerType(TypeReference.of(handler), MemberCategory.INVOKE_PUBLIC_METHODS);
		}
	}

}
