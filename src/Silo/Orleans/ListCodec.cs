using System.Buffers;
using System.Collections;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Cloning;
using Orleans.Serialization.Serializers;
using Orleans.Serialization.WireProtocol;

namespace CityActors.Silo.Orleans;

/// <summary>
/// Sends the nameless lists that the compiler makes of <c>[.. items]</c> where an <c>IReadOnlyList</c> is wanted. Each assembly has its own
/// and Orleans knows none of them; on the wire they are arrays.
/// </summary>
internal sealed class ListCodec(ICodecProvider codecs) : IGeneralizedCodec, IGeneralizedCopier
{
    private const string MadeByCompiler = "<>z__ReadOnly";

    public bool IsSupportedType(Type type) => type.IsGenericType && type.Name.StartsWith(MadeByCompiler, StringComparison.Ordinal);

    public void WriteField<TBufferWriter>(ref Writer<TBufferWriter> writer, uint fieldIdDelta, Type? expectedType, object? value)
        where TBufferWriter : IBufferWriter<byte>
    {
        var array = value is null ? null : ToArray((ICollection)value);
        codecs.GetCodec(array?.GetType() ?? typeof(object)).WriteField(ref writer, fieldIdDelta, expectedType, array);
    }

    public object ReadValue<TInput>(ref Reader<TInput> reader, Field field) =>
        throw new NotSupportedException("A list that the compiler made is sent as an array; this one was not written by a Silo.");

    public object? DeepCopy(object? input, CopyContext context) => input is null ? null : context.DeepCopy<object>(ToArray((ICollection)input));

    private static Array ToArray(ICollection list)
    {
        var array = Array.CreateInstance(list.GetType().GetGenericArguments()[0], list.Count);
        list.CopyTo(array, 0);
        return array;
    }
}
