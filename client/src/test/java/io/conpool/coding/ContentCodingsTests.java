package io.conpool.coding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

import io.conpool.testing.ClassPathWithout;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is asked for is what is there.
 */
class ContentCodingsTests {

	@Test
	void withTheLibrariesAllCodingsAreThere() {
		ContentCodings codings = ContentCodings.available();
		assertThat(codings.acceptEncoding()).isEqualTo("zstd, br, gzip, deflate");
		assertThat(codings.know(List.of("gzip", "x-gzip", "deflate", "br", "zstd"))).isTrue();
		assertThat(codings.know(List.of("gzip", "compress"))).isFalse();
	}

	@Test
	void withoutTheLibrariesThoseOfTheJdkAreLeft() throws Exception {
		try (ClassPathWithout loader = new ClassPathWithout("com.aayushatharva.", "com.github.luben.")) {
			Class<?> type = loader.loadClass(ContentCodings.class.getName());
			Object codings = type.getMethod("available").invoke(null);
			assertThat(type.getMethod("acceptEncoding").invoke(codings)).isEqualTo("gzip, deflate");
			assertThat(type.getMethod("know", List.class).invoke(codings, List.of("br"))).isEqualTo(false);
		}
	}

	@Test
	void aCodecThatFailsIsNotThere() {
		assertThat(ContentCodings.working(new Coding("br", () -> {
			throw new UnsatisfiedLinkError("no native library");
		}), new byte[1])).isEmpty();
		assertThat(ContentCodings.working(new Coding("br", () -> {
			throw new IOException("no memory");
		}), new byte[1])).isEmpty();
	}

	@Test
	void aCodecThatDecodesSomethingElseIsNotThere() {
		assertThat(ContentCodings.working(new Coding("br", Copying::new), new byte[] { 'b' })).isEmpty();
		assertThat(ContentCodings.working(new Coding("br", Copying::new), new byte[] { 'a' })).hasSize(1);
	}

	/** Decodes by doing nothing. */
	private static final class Copying implements CodingDecoder {

		@Override
		public void decode(ByteBuffer source, ByteBuffer target) {
			target.put(source);
		}

		@Override
		public void end() {
		}

		@Override
		public void close() {
		}

	}

}
