package io.conpool.wire;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.stream.Stream;

import io.conpool.testing.ClassPathWithout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * close_notify ends the input, also where TCP stays open (RFC 8446 section 6.1), with
 * BoringSSL and with the JDK's TLS.
 */
class CloseNotifyTests {

	// Not closed: the threads of the last client may still load classes.
	@SuppressWarnings("resource")
	private static final ClassLoader WITHOUT_BORINGSSL = new ClassPathWithout("io.netty.internal.tcnative.");

	static Stream<Arguments> scenarios() {
		return Stream
			.of("idleHttp2", "busyHttp2", "idleHttp1", "contentThatEndsWithTheConnection", "contentThatIsCut",
					"chunksThatAreCut")
			.flatMap((scenario) -> Stream.of(arguments(scenario, "TLSv1.3"), arguments(scenario, "TLSv1.2")));
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void itEndsTheInputWithBoringSsl(String scenario, String version) throws Exception {
		play(CloseNotifyScenarios.class, scenario, version);
	}

	@ParameterizedTest
	@MethodSource("scenarios")
	void itEndsTheInputWithTheJdksTls(String scenario, String version) throws Exception {
		play(scenariosWithoutBoringSsl(), scenario, version);
	}

	private static Class<?> scenariosWithoutBoringSsl() throws ClassNotFoundException {
		return WITHOUT_BORINGSSL.loadClass(CloseNotifyScenarios.class.getName());
	}

	@Test
	void bothAreTested() throws Exception {
		assertThat(CloseNotifyScenarios.isBoringSsl()).isTrue();
		Method isBoringSsl = scenariosWithoutBoringSsl().getDeclaredMethod("isBoringSsl");
		isBoringSsl.setAccessible(true);
		assertThat(isBoringSsl.invoke(null)).isEqualTo(false);
	}

	private static void play(Class<?> type, String scenario, String version) throws Exception {
		Method method = type.getDeclaredMethod(scenario, String.class);
		method.setAccessible(true);
		try {
			method.invoke(null, version);
		}
		catch (InvocationTargetException ex) {
			throw new AssertionError(ex.getCause());
		}
	}

}
